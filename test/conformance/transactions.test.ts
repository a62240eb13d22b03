import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { hexToBytes } from "../../packages/evm/src/bytes/hex.js";
import { resolveSpec, type Spec } from "../../packages/evm/src/spec/spec.js";
import {
	checkChainId,
	checkSignature,
	encodeTransaction,
	hashTransaction,
	intrinsicGas,
	matchesException,
	recoverSender,
	type Transaction,
	type TransactionException,
	tryDecodeTransaction,
	validateTransaction,
} from "../../packages/evm/src/tx/index.js";
import { fixturesDir, readJson } from "../fixtures.js";

interface ExpectedResult {
	readonly exception?: string;
	readonly hash?: string;
	readonly sender?: string;
	readonly intrinsicGas: string;
}

interface TransactionCase {
	readonly txbytes: string;
	readonly result: Readonly<Record<string, ExpectedResult>>;
}

/** The vectors know no block: nothing but the transaction itself may be at fault. */
const context = { chainId: 1n, baseFee: 0n, blobBaseFee: 0n, gasAvailable: 2n ** 64n };

type Judgement =
	| { readonly exception: TransactionException; readonly transaction?: Transaction }
	| { readonly exception?: never; readonly transaction: Transaction; readonly sender: string };

function judge(bytes: Uint8Array, spec: Spec): Judgement {
	const { transaction, error } = tryDecodeTransaction(bytes, spec);
	if (error !== undefined) return { exception: error.exception };
	let exception = checkChainId(transaction, spec, context.chainId);
	const sender = exception === undefined ? recoverSender(transaction, spec) : undefined;
	exception ??= checkSignature(transaction, spec, sender) ?? validateTransaction(transaction, spec, context);
	if (exception !== undefined) return { exception, transaction };
	return { transaction, sender: sender! };
}

const folder = fixturesDir();

describe.skipIf(folder === undefined)("ef-basic/TransactionTests", () => {
	const root = join(folder ?? "", "ef-basic/TransactionTests");
	const files = folder === undefined ? [] : readdirSync(root, { recursive: true, encoding: "utf8" }).sort();

	test("all transactions, under all forks", () => {
		let results = 0;
		const failures: string[] = [];
		for (const file of files.filter((name) => name.endsWith(".json.gz"))) {
			for (const [name, vector] of Object.entries(readJson(join(root, file)) as Record<string, TransactionCase>)) {
				for (const [fork, expected] of Object.entries(vector.result)) {
					results++;
					const fault = compare(vector.txbytes, resolveSpec(fork), expected);
					if (fault !== undefined) failures.push(`${file} ${name} ${fork}: ${fault}`);
				}
			}
		}
		expect(failures).toEqual([]);
		expect(results).toBe(2072);
	});
});

/** What differs from the expected result, or undefined. */
function compare(txbytes: string, spec: Spec, expected: ExpectedResult): string | undefined {
	const bytes = hexToBytes(txbytes);
	const judged = judge(bytes, spec);
	if (expected.exception !== undefined) {
		if (judged.exception === undefined) return `accepted instead of ${expected.exception}`;
		if (!matchesException(expected.exception, judged.exception))
			return `${judged.exception}, not ${expected.exception}`;
		return undefined;
	}
	if (judged.exception !== undefined) return `refused: ${judged.exception}`;
	const { transaction, sender } = judged;
	if (sender !== expected.sender) return `sender ${sender}`;
	if (hashTransaction(transaction) !== expected.hash) return `hash ${hashTransaction(transaction)}`;
	const { intrinsic } = intrinsicGas(transaction, spec);
	if (intrinsic !== BigInt(expected.intrinsicGas)) return `intrinsic gas ${intrinsic}, not ${expected.intrinsicGas}`;
	if (!Buffer.from(encodeTransaction(transaction)).equals(bytes)) return "encodes to other bytes";
	return undefined;
}
