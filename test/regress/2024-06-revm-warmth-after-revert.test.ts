import { expect, test } from "vitest";
import { readWords, runProgram } from "./run-program.js";

// 13 June 2024: a slot that only a reverted frame had read stayed warm, and was charged 100 gas instead of 2100. What a
// frame made warm is cold again when the frame fails (EIP-2929).
const measure = (instruction: string, operand: string): string =>
	`GAS PUSH ${operand} ${instruction} POP GAS SWAP1 SUB`;
// GAS itself, and PUSH and POP around the instruction, are measured as well.
const overhead = 2n + 3n + 2n;
const answer = "PUSH1 0 MSTORE PUSH1 32 PUSH1 0 RETURN";
const failing = "0x00000000000000000000000000000000000000fa";

test.each([
	["SLOAD", "7", 2100n],
	["BALANCE", "0xbeef", 2600n],
	["EXTCODESIZE", "0xbeef", 2600n],
	["EXTCODEHASH", "0xbeef", 2600n],
] as const)("%s", (instruction, operand, cold) => {
	const touch = `PUSH ${operand} ${instruction} POP`;
	for (const [end, expected] of [
		["PUSH1 0 PUSH1 0 REVERT", cold],
		["INVALID", cold],
		["STOP", 100n],
	] as const) {
		for (const nested of [false, true]) {
			// DELEGATECALL: the slot is the program's own. Nested: the frame that touches succeeds, the one around it ends so.
			const { result } = runProgram(
				`
				PUSH1 0 PUSH1 0 PUSH1 0 PUSH1 0 PUSH1 0xfa PUSH3 100000 DELEGATECALL POP
				${measure(instruction, operand)} ${answer}`,
				{
					accounts: {
						[failing]: {
							code: nested
								? `PUSH1 0 PUSH1 0 PUSH1 0 PUSH1 0 PUSH1 0xfb PUSH3 50000 DELEGATECALL POP ${end}`
								: `${touch} ${end}`,
						},
						"0x00000000000000000000000000000000000000fb": { code: `${touch} STOP` },
					},
				},
			);
			expect(readWords(result), `${end} ${nested}`).toEqual([expected + overhead]);
		}
	}
});

test("an address that a failing frame has called is cold again", () => {
	const call = "PUSH1 0 PUSH1 0 PUSH1 0 PUSH1 0 PUSH2 0xbeef PUSH1 0 STATICCALL POP";
	const { result } = runProgram(
		`
		PUSH1 0 PUSH1 0 PUSH1 0 PUSH1 0 PUSH1 0xfa PUSH3 100000 DELEGATECALL POP
		${measure("BALANCE", "0xbeef")} ${answer}`,
		{ accounts: { [failing]: { code: `${call} INVALID` } } },
	);
	expect(readWords(result)).toEqual([2600n + overhead]);
});
