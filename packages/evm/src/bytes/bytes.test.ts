import fc from "fast-check";
import { expect, test } from "vitest";
import { compareBytes, concatBytes, equalBytes } from "./bytes.js";

const someBytes = fc.uint8Array({ maxLength: 6 });

test("concatenation keeps order and copies", () => {
	const part = Uint8Array.of(1, 2);
	const joined = concatBytes(part, new Uint8Array(0), Uint8Array.of(3));
	part[0] = 9;
	expect(joined).toEqual(Uint8Array.of(1, 2, 3));
	expect(concatBytes()).toEqual(new Uint8Array(0));
});

test("comparison and equality are those of Buffer", () => {
	fc.assert(
		fc.property(someBytes, someBytes, (a, b) => {
			expect(Math.sign(compareBytes(a, b))).toBe(Buffer.compare(a, b));
			expect(equalBytes(a, b)).toBe(Buffer.compare(a, b) === 0);
			expect(compareBytes(a, a.slice())).toBe(0);
		}),
		{ numRuns: 2000 },
	);
});
