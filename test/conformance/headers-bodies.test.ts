import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
	computeLogsBloom,
	computeReceiptsRoot,
	computeTransactionsRoot,
	computeWithdrawalsRoot,
	decodeBlock,
	decodeReceipt,
	encodeBlock,
	encodeReceipt,
	hashHeader,
	hashOmmers,
} from "../../packages/evm/src/block/index.js";
import { bytesToHex, type Hex, hexToBytes } from "../../packages/evm/src/bytes/index.js";
import { decodeRlp, encodeRlp } from "../../packages/evm/src/rlp/index.js";
import { resolveSpec } from "../../packages/evm/src/spec/index.js";
import { hashTransaction, recoverSender } from "../../packages/evm/src/tx/index.js";
import { fixturesDir, readJson } from "../fixtures.js";

const folder = fixturesDir();

/** Blocks of a network, by file name. */
function readSet<T>(network: string): (readonly [name: string, block: T])[] {
	if (folder === undefined) return [];
	const set = join(folder, "real-headers-bodies", network);
	return readdirSync(set).map((name) => [name, readJson(join(set, name)) as T] as const);
}

interface RpcBlock {
	readonly hash: Hex;
	readonly transactionsRoot: Hex;
	readonly withdrawalsRoot: Hex;
	readonly sha3Uncles: Hex;
	readonly size: Hex;
	readonly transactions: readonly { readonly hash: Hex; readonly from: Hex }[];
	readonly withdrawals: readonly { readonly index: Hex; readonly address: Hex; readonly amount: Hex }[];
}

describe.skipIf(folder === undefined)("blocks of mainnet", () => {
	test.each(readSet<{ block: RpcBlock; blockRlp: Hex }>("mainnet"))("%s", (_, { block: expected, blockRlp }) => {
		const bytes = hexToBytes(blockRlp);
		const block = decodeBlock(bytes);
		const { header, transactions, withdrawals, transactionBytes, ommers } = block;
		expect(encodeBlock(block)).toEqual(bytes);
		expect([block.hash, hashHeader(header)]).toEqual([expected.hash, expected.hash]);
		expect(block.sizeBytes).toBe(Number(expected.size));
		expect([header.transactionsRoot, computeTransactionsRoot(transactionBytes)]).toEqual(
			new Array(2).fill(expected.transactionsRoot),
		);
		expect([header.withdrawalsRoot, computeWithdrawalsRoot(withdrawals!)]).toEqual(
			new Array(2).fill(expected.withdrawalsRoot),
		);
		expect([header.ommersHash, hashOmmers(ommers)]).toEqual(new Array(2).fill(expected.sha3Uncles));
		expect(transactions.map(hashTransaction)).toEqual(expected.transactions.map(({ hash }) => hash));
		const spec = resolveSpec("Osaka");
		expect(transactions.map((tx) => recoverSender(tx, spec))).toEqual(expected.transactions.map(({ from }) => from));
		expect(withdrawals!.map(({ index, address, amount }) => [index, address, amount])).toEqual(
			expected.withdrawals.map(({ index, address, amount }) => [BigInt(index), address, BigInt(amount)]),
		);
	});
});

describe.skipIf(folder === undefined)("blocks of Sepolia, with receipts", () => {
	test.each(readSet<{ block: Hex; receipts: Hex }>("sepolia"))(
		"%s",
		(_, { block: blockRlp, receipts: receiptsRlp }) => {
			const bytes = hexToBytes(blockRlp);
			const block = decodeBlock(bytes);
			const { header } = block;
			expect(encodeBlock(block)).toEqual(bytes);
			expect(computeTransactionsRoot(block.transactionBytes)).toBe(header.transactionsRoot);
			expect(hashOmmers(block.ommers)).toBe(header.ommersHash);
			const items = decodeRlp(hexToBytes(receiptsRlp)) as readonly (Uint8Array | readonly Uint8Array[])[];
			// As in a block: legacy ones are lists, typed ones byte strings.
			const encoded = items.map((item) => (item instanceof Uint8Array ? item : encodeRlp(item)));
			const receipts = encoded.map(decodeReceipt);
			expect(receipts.map(encodeReceipt)).toEqual(encoded);
			expect(computeReceiptsRoot(receipts)).toBe(header.receiptsRoot);
			const bloom = computeLogsBloom(receipts.flatMap(({ logs }) => logs));
			expect(bytesToHex(bloom)).toBe(bytesToHex(header.logsBloom));
			for (const { logs, logsBloom } of receipts) expect(computeLogsBloom(logs)).toEqual(logsBloom);
			expect(receipts.at(-1)?.cumulativeGasUsed ?? 0n).toBe(header.gasUsed);
		},
	);
});
