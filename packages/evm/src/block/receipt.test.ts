import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { concatBytes } from "../bytes/bytes.js";
import { bytesToHex } from "../bytes/hex.js";
import { emptyRootHash, keccak256 } from "../crypto/keccak256.js";
import { decodeRlp, encodeRlp, type RlpItem } from "../rlp/rlp.js";
import type { TransactionType } from "../tx/transaction.js";
import { computeReceiptsRoot, decodeReceipt, encodeReceipt, InvalidReceiptError, type Receipt } from "./receipt.js";

const hexOf = (size: number) => fc.uint8Array({ minLength: size, maxLength: size }).map((bytes) => bytesToHex(bytes));
const receipts: fc.Arbitrary<Receipt> = fc.record({
	type: fc.integer({ min: 0, max: 4 }).map((type) => type as TransactionType),
	outcome: fc.oneof(fc.boolean(), hexOf(32)),
	cumulativeGasUsed: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
	logsBloom: fc.uint8Array({ minLength: 256, maxLength: 256 }),
	logs: fc.array(
		fc.record({
			address: hexOf(20),
			topics: fc.array(hexOf(32), { maxLength: 4 }),
			data: fc.uint8Array({ maxLength: 100 }),
		}),
		{ maxLength: 3 },
	),
});

const plain: Receipt = {
	type: 0,
	outcome: true,
	cumulativeGasUsed: 21_000n,
	logsBloom: new Uint8Array(256),
	logs: [{ address: `0x${"aa".repeat(20)}`, topics: [`0x${"bb".repeat(32)}`], data: new Uint8Array(0) }],
};

describe("receipts", () => {
	test("survive encoding, of every type and era", () => {
		fc.assert(
			fc.property(receipts, (receipt) => {
				expect(decodeReceipt(encodeReceipt(receipt))).toEqual(receipt);
			}),
		);
	});

	test("the type stands in front (EIP-2718), the status or the state root comes first (EIP-658)", () => {
		const legacy = encodeReceipt(plain);
		const typed = encodeReceipt({ ...plain, type: 2 });
		expect(typed).toEqual(concatBytes(Uint8Array.of(2), legacy));
		const first = (receipt: Receipt): RlpItem => (decodeRlp(encodeReceipt(receipt)) as RlpItem[])[0]!;
		expect(first(plain)).toEqual(Uint8Array.of(1));
		expect(first({ ...plain, outcome: false })).toEqual(new Uint8Array(0));
		expect(first({ ...plain, outcome: `0x${"cc".repeat(32)}` })).toEqual(new Uint8Array(32).fill(0xcc));
	});

	const fields = (): RlpItem[] => [...(decodeRlp(encodeReceipt(plain)) as RlpItem[])];
	test.each<[string, () => Uint8Array]>([
		["nothing", () => new Uint8Array(0)],
		["an unknown type", () => concatBytes(Uint8Array.of(5), encodeReceipt(plain))],
		["type 0 in front", () => concatBytes(Uint8Array.of(0), encodeReceipt(plain))],
		["broken RLP", () => encodeReceipt(plain).subarray(0, 100)],
		["three fields", () => encodeRlp(fields().slice(0, 3))],
		["a status of 2", () => encodeRlp(fields().with(0, Uint8Array.of(2)))],
		["gas with a leading zero", () => encodeRlp(fields().with(1, Uint8Array.of(0, 1)))],
		["gas of 9 bytes", () => encodeRlp(fields().with(1, new Uint8Array(9).fill(1)))],
		["a short bloom", () => encodeRlp(fields().with(2, new Uint8Array(255)))],
		["logs that are no list", () => encodeRlp(fields().with(3, new Uint8Array(1)))],
		["a log without data", () => encodeRlp(fields().with(3, [[new Uint8Array(20), []]]))],
		["a short address", () => encodeRlp(fields().with(3, [[new Uint8Array(19), [], new Uint8Array(0)]]))],
		[
			"a short topic",
			() => encodeRlp(fields().with(3, [[new Uint8Array(20), [new Uint8Array(31)], new Uint8Array(0)]])),
		],
		["data that is a list", () => encodeRlp(fields().with(3, [[new Uint8Array(20), [], []]]))],
	])("%s: refused", (_, encode) => {
		expect(() => decodeReceipt(encode())).toThrow(InvalidReceiptError);
	});

	test("the root", () => {
		expect(computeReceiptsRoot([])).toBe(emptyRootHash);
		// A trie of one leaf, whose key is RLP(0): two nibbles and the flag of a leaf with an even path.
		const leaf = encodeRlp([Uint8Array.of(0x20, 0x80), encodeReceipt(plain)]);
		expect(computeReceiptsRoot([plain])).toBe(bytesToHex(keccak256(leaf)));
	});
});
