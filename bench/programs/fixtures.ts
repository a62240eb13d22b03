import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import type { Program, ProgramAccount, ProgramKind } from "../program.js";

/** A state test; `transaction` is one with lists (ethereum/tests) or a list of whole ones (revmc). */
interface BenchTest {
	readonly _info?: { readonly labels?: Readonly<Record<string, string>> };
	readonly env: Readonly<Record<string, string>>;
	readonly pre: Readonly<Record<string, ProgramAccount>>;
	readonly post?: Readonly<Record<string, readonly { readonly indexes: { readonly data: number } }[]>>;
	readonly transaction: TransactionLists | readonly TransactionWhole[];
}

interface TransactionLists {
	readonly data: readonly string[];
	readonly gasLimit: readonly string[];
	readonly value: readonly string[];
	readonly sender: string;
	readonly to: string;
}

interface TransactionWhole {
	readonly data: string;
	readonly gasLimit: string;
	readonly value: string;
	readonly sender: string;
	readonly to: string;
}

const kinds: Readonly<Record<string, ProgramKind>> = {
	blake2b_huff: "hashing",
	blake2b_shifts: "hashing",
	sha1_divs: "hashing",
	sha1_shifts: "hashing",
	hash_10k: "hashing",
	structarray_alloc: "memory",
	snailtracer: "compute",
	swap_math: "compute",
	weierstrudel: "compute",
	bswap64: "compute",
	bswap64_opt: "compute",
	factorial: "compute",
	"onchain-lm-v2": "compute",
	JUMPDEST_n0: "opcodes",
	jump_around: "opcodes",
	loop_with_many_jumpdests: "opcodes",
	memory_grow_mload: "opcodes",
	memory_grow_mstore: "opcodes",
	signextend: "opcodes",
};

/** Every program of `fixtures/bench`; none when the folder is not there. */
export function fixturePrograms(): Program[] {
	const folder = benchFolder();
	if (folder === undefined) return [];
	const programs: Program[] = [];
	for (const file of listFiles(folder)) {
		const stem = file.slice(file.lastIndexOf("/") + 1).replace(/\.json(\.gz)?$/, "");
		const bytes = readFileSync(file);
		const tests = JSON.parse((file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString()) as Record<
			string,
			BenchTest
		>;
		for (const test of Object.values(tests)) programs.push(...readTest(stem, file.includes("/programs/"), test));
	}
	return programs;
}

function benchFolder(): string | undefined {
	// Built, this file is two folders below bench/.
	const root = resolve(dirname(fileURLToPath(import.meta.url)), "../../..");
	const candidates = [process.env.EVMORE_FIXTURES, join(root, "../shared/fixtures"), join(root, "fixtures")];
	const found = candidates.find((folder) => folder !== undefined && existsSync(join(folder, "bench")));
	return found === undefined ? undefined : join(found, "bench");
}

function listFiles(folder: string): string[] {
	return readdirSync(folder, { withFileTypes: true, recursive: true })
		.filter((entry) => /\.json(\.gz)?$/.test(entry.name))
		.map((entry) => join(entry.parentPath, entry.name))
		.sort();
}

function readTest(stem: string, isContract: boolean, test: BenchTest): Program[] {
	const kind = kinds[stem] ?? (isContract ? "contracts" : "compute");
	const { env, transaction } = test;
	const accounts: Record<string, ProgramAccount> = {};
	for (const [address, { balance, nonce, code, storage }] of Object.entries(test.pre)) {
		accounts[address] = { balance, nonce, code, storage };
	}
	const block = {
		number: env.currentNumber ?? "0x1",
		timestamp: env.currentTimestamp ?? "0x1",
		coinbase: env.currentCoinbase!,
		gasLimit: env.currentGasLimit ?? "0x3b9aca00",
		baseFee: "0x0",
		prevRandao: `0x${(env.currentRandom ?? "0x1").slice(2).padStart(64, "0")}`,
	};
	const common = { kind, fork: "Prague" as const, block, accounts };
	if (!isList(transaction)) {
		return transaction.data.map((data, index) => {
			const label = test._info?.labels?.[index];
			return {
				...common,
				name:
					label === undefined || transaction.data.length === 1
						? nameOf(stem, index, transaction.data.length)
						: `${stem}-${label}`,
				from: transaction.sender,
				to: transaction.to,
				data,
				value: transaction.value[0]!,
				gas: transaction.gasLimit[0]!,
			};
		});
	}
	return transaction.map(({ data, gasLimit, value, sender, to }, index) => ({
		...common,
		name: nameOf(isContract && stem === "snailtracer" ? "snailtracer-viair" : stem, index, transaction.length),
		from: sender,
		to,
		data,
		value,
		gas: gasLimit,
	}));
}

function isList(transaction: BenchTest["transaction"]): transaction is readonly TransactionWhole[] {
	return Array.isArray(transaction);
}

function nameOf(stem: string, index: number, count: number): string {
	return count === 1 ? stem : `${stem}-${index}`;
}
