import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hexToBytes } from "../bytes/hex.js";
import { findBasicBlocks } from "./basic-blocks.js";
import { iterateInstructions, pushedNumber } from "./instructions.js";
import { findJumpDestinations, isJumpDestination, listJumpDestinations } from "./jump-destinations.js";

describe("jump destinations", () => {
	test.each([
		["0x", []],
		["0x5b", [0]],
		["0x605b5b", [2]],
		["0x615b5b5b5b", [3, 4]],
		["0x7f5b5b", []],
		["0x5f5b", [1]],
		[`0x7f${"5b".repeat(33)}`, [33]],
		// The byte after DUPN stays a destination (EIP-8024).
		["0xe65b", [1]],
	])("%s", (code, offsets) => {
		expect(listJumpDestinations(hexToBytes(code))).toEqual(offsets);
	});

	test("offsets outside the code are none", () => {
		const bitmap = findJumpDestinations(hexToBytes("0x5b5b"));
		for (const offset of [-1, 2, 8, 0.5, 2 ** 32, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY]) {
			expect(isJumpDestination(bitmap, offset)).toBe(false);
		}
		expect(isJumpDestination(bitmap, 1)).toBe(true);
	});
});

describe("instructions", () => {
	test("cover the code without gaps, and every destination begins one", () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 100 }), (code) => {
				let next = 0;
				const starts = new Set<number>();
				for (const { offset, opcode, immediate } of iterateInstructions(code)) {
					expect(offset).toBe(next);
					expect(opcode).toBe(code[offset]);
					starts.add(offset);
					next = offset + 1 + immediate.length;
				}
				expect(next).toBe(code.length);
				for (const destination of listJumpDestinations(code)) expect(starts).toContain(destination);
			}),
			{ numRuns: 500 },
		);
	});

	test("a PUSH at the end is cut off, or just complete", () => {
		const read = (code: string) => [...iterateInstructions(hexToBytes(code))];
		expect(read("0x60")).toMatchObject([{ opcode: 0x60, isTruncated: true, immediate: new Uint8Array() }]);
		expect(read("0x6105")).toMatchObject([{ opcode: 0x61, isTruncated: true, immediate: Uint8Array.of(5) }]);
		expect(read("0x610506")).toMatchObject([{ isTruncated: false }]);
		expect(read("0xe6")).toMatchObject([{ isTruncated: true, isImmediateExcluded: false }]);
		expect(read("0xe65b")).toMatchObject([{ isImmediateExcluded: true }, { opcode: 0x5b }]);
		expect(read("0xe852")).toMatchObject([{ isImmediateExcluded: true }, { opcode: 0x52 }]);
		expect(read("0xe651")).toMatchObject([{ isImmediateExcluded: false, immediate: Uint8Array.of(0x51) }]);
	});

	test("pushed numbers", () => {
		const first = (code: string) => pushedNumber(iterateInstructions(hexToBytes(code)).next().value!);
		expect(first("0x5f")).toBe(0);
		expect(first("0x610102")).toBe(258);
		expect(first("0x63ffffffff")).toBe(0xffffffff);
		expect(first("0x640100000000")).toBe(Number.POSITIVE_INFINITY);
		expect(first("0x01")).toBeUndefined();
	});
});

describe("basic blocks", () => {
	test("of a loop with data behind it", () => {
		// 0: PUSH1 3; 2: JUMPDEST; 3: PUSH1 2; 5: JUMPI; 6: STOP; 7: data; 9: JUMPDEST; 10: JUMP; 11: PUSH2 cut off
		const blocks = findBasicBlocks(hexToBytes("0x60035b600257000c015b56615b"));
		const enterable = { isEnterable: true };
		expect(blocks).toEqual([
			expect.objectContaining({
				start: 0,
				end: 2,
				ending: "fallthrough",
				startsAtJumpDestination: false,
				...enterable,
			}),
			expect.objectContaining({ start: 2, end: 6, ending: "branch", target: 2, startsAtJumpDestination: true }),
			expect.objectContaining({ start: 6, end: 7, ending: "halt", instructionCount: 1, ...enterable }),
			expect.objectContaining({ start: 7, end: 8, ending: "halt", isEnterable: false }),
			expect.objectContaining({ start: 8, end: 9, ending: "fallthrough", isEnterable: false }),
			expect.objectContaining({ start: 9, end: 11, ending: "jump", target: undefined, ...enterable }),
			expect.objectContaining({ start: 11, end: 13, ending: "end", isEnterable: false }),
		]);
	});

	test("have no gaps", () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 100 }), (code) => {
				let next = 0;
				for (const block of findBasicBlocks(code)) {
					expect(block.start).toBe(next);
					expect(block.end).toBeGreaterThan(block.start);
					next = block.end;
				}
				expect(next).toBe(code.length);
			}),
			{ numRuns: 500 },
		);
	});

	test("a jump into nowhere has no target", () => {
		expect(findBasicBlocks(hexToBytes("0x600156"))[0]!.target).toBeUndefined();
		expect(findBasicBlocks(hexToBytes("0x60015b6000806100005750"))).toHaveLength(3);
	});
});
