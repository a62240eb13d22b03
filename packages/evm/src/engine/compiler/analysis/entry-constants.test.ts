import { describe, expect, test } from "vitest";
import { assemble } from "../../../asm/index.js";
import { resolveSpec } from "../../../spec/index.js";
import { findEntryConstants } from "./entry-constants.js";
import { splitBlocks } from "./split-blocks.js";

const spec = resolveSpec("Osaka");

/** What is known where each block begins: the top of the stack first, "?" for a word that is not known. */
function describeKnown(source: string): Record<number, string> {
	const code = assemble(source);
	const steps = findEntryConstants(code, splitBlocks(code, spec));
	let step = steps.next();
	while (step.done !== true) step = steps.next();
	return Object.fromEntries(
		[...step.value].map(([offset, words]) => [offset, words.map((word) => word?.toString() ?? "?").join(" ")]),
	);
}

describe("words that are the same constants whenever a block begins", () => {
	test("pushed before a loop, and not touched in it", () => {
		// The mask stays, the counter does not.
		const source = "PUSH1 0xff PUSH1 10 again: PUSH1 1 SWAP1 SUB DUP2 AND DUP1 PUSH @again JUMPI STOP";
		expect(describeKnown(source)).toEqual({ 0: "", 4: "? 255", 15: "? 255" });
	});

	test("what pure instructions make of them", () => {
		expect(describeKnown("PUSH1 6 PUSH1 7 MUL PC CODESIZE next: STOP")).toEqual({ 0: "", 7: "9 5 42" });
	});

	test("what ways from several places have in common, from the top", () => {
		const source = `
			CALLDATASIZE PUSH @other JUMPI
			PUSH1 1 PUSH1 2 PUSH1 9 PUSH @end JUMP
		other:
			PUSH1 2 PUSH1 9 PUSH1 9 POP
		end:
			STOP`;
		expect(Object.values(describeKnown(source)).at(-1)).toBe("9 2");
	});

	test("less when a way that is found later has something else", () => {
		const source = "PUSH1 1 PUSH1 2 start: PUSH1 3 SSTORE PUSH1 5 GAS PUSH @start JUMPI STOP";
		expect(describeKnown(source)).toEqual({ 0: "", 4: "? 1", 14: "5 1" });
	});

	test("nothing where a JUMPDEST begins, when a jump goes somewhere; but behind a branch what was pushed there", () => {
		const source = `
			PUSH1 7 PUSH1 0 CALLDATALOAD JUMP
		first:
			PUSH1 8 GAS PUSH @second JUMPI
			STOP
		second:
			STOP`;
		expect(describeKnown(source)).toEqual({ 0: "", 6: "", 13: "8", 14: "" });
	});

	test("nothing of words that a call gives, and those below it", () => {
		const source = "PUSH1 5 PUSH1 0 DUP1 DUP1 DUP1 DUP1 PUSH1 4 GAS CALL POP STOP";
		expect(describeKnown(source)).toEqual({ 0: "", 12: "? 5" });
	});

	test("SWAP brings up what nobody knows", () => {
		expect(describeKnown("PUSH1 5 SWAP2 next: STOP")).toEqual({ 0: "", 3: "? ? 5" });
	});

	test("a jump that fails leads nowhere, one into a row of JUMPDESTs anywhere", () => {
		expect(describeKnown("PUSH1 1 PUSH1 2 JUMP end: STOP")).toEqual({ 0: "" });
		const row = Array.from({ length: 12 }, () => "JUMPDEST").join(" ");
		expect(describeKnown(`PUSH1 1 PUSH1 15 JUMP ${row} STOP`)).toMatchObject({ 5: "", 6: "" });
	});

	test("code that is not reached is not looked at", () => {
		expect(describeKnown("PUSH1 1 STOP dead: PUSH1 2 other: STOP")).toEqual({ 0: "" });
	});
});
