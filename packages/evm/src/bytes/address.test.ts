import { expect, test } from "vitest";
import { bytesToAddress, InvalidAddressError, numberToAddress, parseAddress, zeroAddress } from "./address.js";

test("addresses are read in any case and written in lower case", () => {
	const lower = "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed";
	expect(parseAddress("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")).toBe(lower);
	expect(parseAddress(lower)).toBe(lower);
});

test("text that is not an address is refused", () => {
	for (const text of ["", "0x", lowerOf(39), lowerOf(41), `${lowerOf(39)}g`, "a".repeat(42), `${lowerOf(40)}\n`]) {
		expect(() => parseAddress(text)).toThrow(InvalidAddressError);
	}
});

test("addresses come from numbers and bytes", () => {
	expect(numberToAddress(0)).toBe(zeroAddress);
	expect(numberToAddress(0x100)).toBe("0x0000000000000000000000000000000000000100");
	expect(bytesToAddress(new Uint8Array(20).fill(0xab))).toBe(`0x${"ab".repeat(20)}`);
	for (const n of [-1, 0.5, 2 ** 53, Number.NaN]) expect(() => numberToAddress(n)).toThrow(InvalidAddressError);
	expect(() => bytesToAddress(new Uint8Array(32))).toThrow(InvalidAddressError);
});

function lowerOf(digits: number): string {
	return `0x${"a".repeat(digits)}`;
}
