import { expect, test } from "vitest";
import { readWords, runProgram } from "./run-program.js";

// 15 April 2021, block 12,244,294: a client took an address of precompiled contracts to come for one that was there
// already, and charged the warm price. Which addresses are precompiled is data of each fork.
const sets = [
	["Berlin", 9],
	["London", 9],
	["Shanghai", 9],
	["Cancun", 10],
	["Prague", 17],
	["Osaka", 18],
] as const;

/** Counts the addresses from 0 to 511 that are warm at the start, and adds up their numbers. */
const countWarm = `
	PUSH1 0 PUSH1 0
	PUSH1 0
next:
	GAS DUP2 BALANCE POP GAS SWAP1 SUB
	PUSH2 1000 GT
	DUP1 DUP3 MUL DUP5 ADD SWAP4 POP
	DUP3 ADD SWAP2 POP
	PUSH1 1 ADD
	DUP1 PUSH2 0x200 GT JUMPI @next
	POP
	PUSH1 0 MSTORE PUSH1 32 MSTORE
	PUSH1 64 PUSH1 0 RETURN`;

test.each(sets)("warm from the start in %s", (fork, count) => {
	const { result } = runProgram(countWarm, { fork });
	const inRow = Math.min(count, 17);
	const sum = (inRow * (inRow + 1)) / 2 + (count > 17 ? 0x100 : 0);
	// The block's producer is the zero address here, and warm from Shanghai on (EIP-3651); it adds nothing to the sum.
	const producer = ["Berlin", "London"].includes(fork) ? 0 : 1;
	expect(readWords(result)).toEqual([BigInt(count + producer), BigInt(sum)]);
});

test.each([
	["Frontier", [1, 2, 3, 4]],
	["Byzantium", [1, 2, 3, 4, 6, 7, 8]],
	["Istanbul", [1, 2, 3, 4, 6, 7, 8, 9]],
	["Prague", Array.from({ length: 17 }, (_, i) => i + 1)],
	["Osaka", [...Array.from({ length: 17 }, (_, i) => i + 1), 0x100]],
] as const)("calls of addresses 0 to 511 without gas in %s: only precompiled contracts fail", (fork, expected) => {
	// Without gas and code a call succeeds; a precompiled contract has a price. MODEXP of nothing is free before Berlin.
	const { result } = runProgram(
		`
		PUSH1 0
	next:
		PUSH1 0 PUSH1 0 PUSH1 0 PUSH1 0 PUSH1 0 DUP6 PUSH1 0 CALL
		DUP2 MSTORE8
		PUSH1 1 ADD
		DUP1 PUSH2 0x200 GT JUMPI @next
		PUSH2 0x200 PUSH1 0 RETURN`,
		{ fork, gas: 50_000_000n },
	);
	const failed = [...result.output].flatMap((success, address) => (success === 0 ? [address] : []));
	expect(failed).toEqual(expected);
});
