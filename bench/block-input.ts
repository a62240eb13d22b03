import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";

type Hex = `0x${string}`;

/** An account as block files list it. */
export interface BlockAccount {
	readonly nonce: Hex;
	readonly balance: Hex;
	/** Null: only its hash is known, and nobody reads it. */
	readonly code: Hex | null;
	readonly codeHash?: Hex;
	readonly storage: Readonly<Record<Hex, Hex>>;
}

/** A block of the mainnet with the accounts that it reads (`fixtures/real-mainnet-blocks`). */
export interface BlockInput {
	readonly number: number;
	readonly fork: string;
	readonly blockRlp: Hex;
	readonly blockHashes: Readonly<Record<string, Hex>>;
	/** Null: there is no such account. */
	readonly pre: Readonly<Record<Hex, BlockAccount | null>>;
	readonly expect: { readonly gasUsed: Hex; readonly receiptsRoot: Hex };
}

export const blockNumbers = [21_872_325, 22_615_247, 24_476_008] as const;

/** The folder of test vectors, undefined when there is none. */
export function findFixtures(): string | undefined {
	const root = resolve(dirname(fileURLToPath(import.meta.url)), import.meta.url.includes("/dist/") ? "../.." : "..");
	const { EVMORE_FIXTURES: named } = process.env;
	if (named !== undefined && named !== "") return resolve(named);
	return [join(root, "../shared/fixtures"), join(root, "fixtures")].find((folder) => {
		try {
			readFileSync(join(folder, "README.md"));
			return true;
		} catch {
			return false;
		}
	});
}

export function readBlockInput(fixtures: string, number: number): BlockInput {
	const packed = readFileSync(join(fixtures, `real-mainnet-blocks/${number}.json.gz`));
	return JSON.parse(gunzipSync(packed).toString("utf8")) as BlockInput;
}
