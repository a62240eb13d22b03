import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bytesToHex, hexToBytes, InvalidHexError, isHex } from "./hex.js";

describe("hex", () => {
	test("bytes and hex are each other's inverse, at every size that takes another way", () => {
		for (const size of [0, 1, 2, 3, 4, 5, 20, 32, 255, 256, 1023, 1024, 1025, 70_000]) {
			const bytes = Uint8Array.from({ length: size }, (_, i) => i * 7 + (i >> 8));
			const hex = bytesToHex(bytes);
			expect(hex).toBe(`0x${Buffer.from(bytes).toString("hex")}`);
			expect(hexToBytes(hex)).toEqual(bytes);
			expect(hexToBytes(`0x${hex.slice(2).toUpperCase()}`)).toEqual(bytes);
		}
	});

	test("text that is not hex is refused with the reason", () => {
		const reasonOf = (text: string): string => {
			try {
				hexToBytes(text);
			} catch (error) {
				if (error instanceof InvalidHexError) return error.shortMessage;
				throw error;
			}
			return "accepted";
		};
		expect(reasonOf("")).toBe('Hex must start with 0x: ""');
		expect(reasonOf("00")).toBe('Hex must start with 0x: "00"');
		expect(reasonOf("0X00")).toBe('Hex must start with 0x: "0X00"');
		expect(reasonOf("0x123")).toBe('Hex has an odd number of digits (3): "0x123"');
		expect(reasonOf("0x12g4")).toBe('Not a hexadecimal digit: "g" at position 4 of "0x12g4"');
		expect(reasonOf("0x123G")).toBe('Not a hexadecimal digit: "G" at position 5 of "0x123G"');
		expect(reasonOf("0x12é4")).toBe('Not a hexadecimal digit: "é" at position 4 of "0x12é4"');
		expect(reasonOf(`0x${"zz".repeat(5000)}`).length).toBeLessThan(120);
	});

	test("isHex and hexToBytes agree on any text", () => {
		const text = fc.oneof(
			fc.string(),
			fc.string().map((rest) => `0x${rest}`),
			fc.stringMatching(/^0x[0-9a-fA-Fg\n]{0,9}$/),
		);
		fc.assert(
			fc.property(text, (candidate) => {
				let accepted = true;
				try {
					hexToBytes(candidate);
				} catch (error) {
					expect(error).toBeInstanceOf(InvalidHexError);
					accepted = false;
				}
				expect(isHex(candidate)).toBe(accepted);
			}),
			{ numRuns: 2000 },
		);
	});
});
