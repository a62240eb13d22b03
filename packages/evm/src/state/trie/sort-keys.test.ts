import fc from "fast-check";
import { expect, test } from "vitest";
import { compareBytes } from "../../bytes/bytes.js";
import { sortKeys } from "./sort-keys.js";

const key = fc.array(fc.constantFrom(0x00, 0x01, 0x80, 0xff), { maxLength: 7 }).map((bytes) => Uint8Array.from(bytes));

/** By definition: a stable sort with a comparison. */
const sortSlowly = (keys: readonly Uint8Array[]): number[] =>
	[...keys.keys()].sort((a, b) => compareBytes(keys[a]!, keys[b]!));

test("puts keys in order, equal ones as they came", () => {
	fc.assert(
		fc.property(fc.array(key, { maxLength: 60 }), (keys) => {
			expect([...sortKeys(keys)]).toEqual(sortSlowly(keys));
		}),
		{ numRuns: 500 },
	);
});

test("more keys than the fast way takes", () => {
	const some = [3, 1, 2, 1].map((byte) => Uint8Array.of(byte, 7));
	const keys = Array.from({ length: (1 << 20) + 4 }, (_, i) => some[i & 3]!);
	const order = sortKeys(keys);
	expect(order.length).toBe(keys.length);
	let inOrder = true;
	for (let i = 1; i < order.length; i++) {
		const [before, after] = [order[i - 1]!, order[i]!];
		inOrder &&= (compareBytes(keys[before]!, keys[after]!) || before - after) < 0;
	}
	expect(inOrder).toBe(true);
});
