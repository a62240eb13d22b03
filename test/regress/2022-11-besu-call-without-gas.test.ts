import { expect, test } from "vitest";
import { readWords, runProgram } from "./run-program.js";

// 30 November 2022: a callee that was given no gas ran instructions, with its gas below zero.
const callee = "0x00000000000000000000000000000000000000aa";

test.each([
	["an instruction of one gas", "JUMPDEST STOP", 0n],
	["a loop", "again: JUMP @again", 0n],
	["an instruction that is free", "STOP", 1n],
	["no code", "", 1n],
	["RETURN of nothing, for which the operands cost", "PUSH1 0 PUSH1 0 RETURN", 0n],
])("a call with gas 0 of %s", (_, code, expected) => {
	const { result } = runProgram(
		`
		PUSH1 0 PUSH1 0 PUSH1 0 PUSH1 0 PUSH1 0 PUSH1 0xaa PUSH1 0 CALL
		PUSH1 0 MSTORE PUSH1 32 PUSH1 0 RETURN`,
		{ accounts: { [callee]: { code } } },
	);
	expect(readWords(result)).toEqual([expected]);
});

test("a call with gas 0 and value has the stipend, and no more", () => {
	const { result } = runProgram(
		`
		PUSH1 32 PUSH1 0 PUSH1 0 PUSH1 0 PUSH1 1 PUSH1 0xaa PUSH1 0 CALL POP
		PUSH1 32 PUSH1 0 RETURN`,
		{ balance: 1n, accounts: { [callee]: { code: "GAS PUSH1 0 MSTORE PUSH1 32 PUSH1 0 RETURN" } } },
	);
	expect(readWords(result)).toEqual([2300n - 2n]);
});
