import { describe, expect, test } from "vitest";
import { blockName } from "./block-name.js";
import { address, bytes, type Codec, hash, list, looseInteger, optional, storageKey, uint64 } from "./codec.js";
import { method } from "./method.js";
import { transactionRequest } from "./transaction-codec.js";

function faultOf(codec: Codec<unknown>, value: unknown): string {
	try {
		return `accepted: ${String(codec.decode(value, "argument 0"))}`;
	} catch (error) {
		return (error as { shortMessage: string }).shortMessage;
	}
}

describe("codecs", () => {
	test("read what they are for", () => {
		expect(uint64.decode("0xff", "")).toBe(255n);
		expect(looseInteger.decode("12", "")).toBe(12n);
		expect(looseInteger.decode(12, "")).toBe(12n);
		expect(bytes.decode("0x0aFF", "")).toEqual(Uint8Array.of(10, 255));
		expect(address.decode(`0x${"AB".repeat(20)}`, "")).toBe(`0x${"ab".repeat(20)}`);
		expect(storageKey.decode("0x0", "")).toBe(0n);
		expect(list(uint64).decode(["0x1"], "")).toEqual([1n]);
		expect(optional(uint64, 7n).decode(null, "")).toBe(7n);
		expect(blockName.decode("latest", "")).toBe("latest");
		expect(blockName.decode({ blockNumber: "0x2" }, "")).toBe(2n);
		expect(blockName.decode(`0x${"11".repeat(32)}`, "")).toEqual({
			blockHash: `0x${"11".repeat(32)}`,
			requireCanonical: false,
		});
	});

	test.each<[Codec<unknown>, unknown, string]>([
		[uint64, "0x01", "leading zero"],
		[uint64, "0x", 'hex string "0x"'],
		[uint64, "12", "without 0x"],
		[uint64, "", "empty hex string"],
		[uint64, 12, "not a string"],
		[uint64, `0x${"f".repeat(17)}`, "64 bits"],
		[uint64, "0xg", "invalid hex"],
		[bytes, "0x123", "odd length"],
		[address, "0x12", "length 2, want 40"],
		[hash, "0x12", "length 2, want 64"],
		[looseInteger, -1, "out of range"],
		[looseInteger, 1.5, "not an integer"],
		[list(uint64, 1), ["0x1", "0x1"], "more than 1"],
		[blockName, "newest", "without 0x"],
		[transactionRequest, { data: "0x01", input: "0x02" }, "not equal"],
		[transactionRequest, { to: 5 }, "argument 0.to"],
		[transactionRequest, [], "not an object"],
	])("refuse what is something else (%#)", (codec, value, message) => {
		expect(faultOf(codec, value)).toContain(message);
	});

	test("methods check how many parameters there are", () => {
		const row = method("a", [uint64, optional(uint64, 5n)], (_, a, b) => a + b);
		const call = (...parameters: unknown[]): unknown => row.call(undefined as never, parameters);
		expect(call("0x1")).toBe(6n);
		expect(call("0x1", "0x2")).toBe(3n);
		expect(call("0x1", null)).toBe(6n);
		expect(() => call()).toThrow("missing value for required argument 0");
		expect(() => call("0x1", "0x2", "0x3")).toThrow("too many arguments, want at most 2");
	});
});
