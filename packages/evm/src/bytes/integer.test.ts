import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bigIntToBytes, bigIntToMinimalBytes, bytesToBigInt, IntegerOutOfRangeError } from "./integer.js";

/** Powers of two from 2^0 to 2^320, with their neighbours. */
const edges = Array.from({ length: 321 }, (_, bit) => 1n << BigInt(bit)).flatMap((value) => [
	value - 1n,
	value,
	value + 1n,
]);

/** By definition: sum of byte times 256 to the power of its place. */
function sumBytes(bytes: Uint8Array): bigint {
	return bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
}

describe("integers", () => {
	test("minimal bytes have the value and no leading zero", () => {
		for (const value of edges) {
			const bytes = bigIntToMinimalBytes(value);
			expect(sumBytes(bytes)).toBe(value);
			expect(bytesToBigInt(bytes)).toBe(value);
			expect(bytes[0]).not.toBe(0);
		}
		expect(bigIntToMinimalBytes(0n)).toEqual(new Uint8Array(0));
		expect(bytesToBigInt(new Uint8Array(0))).toBe(0n);
	});

	test("bytes of a size hold what fits and refuse the rest", () => {
		for (const size of [0, 1, 6, 7, 8, 9, 16, 20, 31, 32, 33, 40]) {
			for (const value of edges) {
				if (value < 1n << BigInt(size * 8)) {
					const bytes = bigIntToBytes(value, size);
					expect(bytes.length).toBe(size);
					expect(sumBytes(bytes)).toBe(value);
				} else {
					expect(() => bigIntToBytes(value, size)).toThrow(IntegerOutOfRangeError);
				}
			}
		}
		expect(() => bigIntToBytes(-1n, 32)).toThrow(IntegerOutOfRangeError);
		expect(() => bigIntToMinimalBytes(-1n)).toThrow(IntegerOutOfRangeError);
	});

	test("any bytes, with leading zeros or without, have their value", () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
				const value = bytesToBigInt(bytes);
				expect(value).toBe(sumBytes(bytes));
				expect(bigIntToBytes(value, bytes.length)).toEqual(bytes);
			}),
			{ numRuns: 2000 },
		);
	});

	test("answers do not share memory", () => {
		const first = bigIntToBytes(1n, 32);
		bigIntToBytes(2n, 32);
		expect(bytesToBigInt(first)).toBe(1n);
		expect(first.buffer.byteLength).toBe(32);
	});
});
