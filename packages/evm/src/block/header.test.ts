import { describe, expect, test } from "vitest";
import { zeroAddress } from "../bytes/address.js";
import { encodeRlp } from "../rlp/rlp.js";
import { type BlockHeader, decodeHeader, encodeHeader, headerToRlp, InvalidHeaderError } from "./header.js";

const hash = `0x${"11".repeat(32)}` as const;
const header: BlockHeader = {
	parentHash: hash,
	ommersHash: hash,
	coinbase: zeroAddress,
	stateRoot: hash,
	transactionsRoot: hash,
	receiptsRoot: hash,
	logsBloom: new Uint8Array(256),
	difficulty: 0n,
	number: 1n,
	gasLimit: 2n ** 64n - 1n,
	gasUsed: 0n,
	timestamp: 1000n,
	extraData: Uint8Array.of(1, 2, 3),
	mixHash: hash,
	nonce: "0x0000000000000000",
};
const london: BlockHeader = { ...header, baseFee: 0n };
const shanghai: BlockHeader = { ...london, withdrawalsRoot: hash };
const cancun: BlockHeader = { ...shanghai, blobGasUsed: 0n, excessBlobGas: 1n, parentBeaconBlockRoot: hash };
const prague: BlockHeader = { ...cancun, requestsHash: hash };

describe("headers", () => {
	test.each([
		["of the beginning", header],
		["with a base fee", london],
		["with withdrawals", shanghai],
		["with blobs", cancun],
		["with requests", prague],
	])("%s survive encoding", (_, value) => {
		expect(decodeHeader(encodeHeader(value))).toEqual(value);
	});

	test("a gap among the later fields is refused", () => {
		expect(() => encodeHeader({ ...header, withdrawalsRoot: hash })).toThrow(InvalidHeaderError);
	});

	test.each([
		["too few fields", (fields: Uint8Array[]) => fields.slice(0, 14)],
		["too many fields", (fields: Uint8Array[]) => [...fields, ...fields]],
		["a short hash", (fields: Uint8Array[]) => [new Uint8Array(31), ...fields.slice(1)]],
		["a leading zero", (fields: Uint8Array[]) => fields.with(8, Uint8Array.of(0))],
		["a number of 9 bytes", (fields: Uint8Array[]) => fields.with(8, new Uint8Array(9).fill(1))],
		["a short bloom", (fields: Uint8Array[]) => fields.with(6, new Uint8Array(255))],
	])("%s: refused", (_, change) => {
		expect(() => decodeHeader(encodeRlp(change(headerToRlp(header) as Uint8Array[])))).toThrow(InvalidHeaderError);
	});

	test("a list for a field, and bytes for a header: refused", () => {
		const fields = [...(headerToRlp(header) as Uint8Array[])];
		expect(() => decodeHeader(encodeRlp([[], ...fields.slice(1)]))).toThrow(InvalidHeaderError);
		expect(() => decodeHeader(encodeRlp(Uint8Array.of(1)))).toThrow(InvalidHeaderError);
	});
});
