import { expect, test } from "vitest";
import { readWords, runProgram } from "./run-program.js";

// 2024: even the executable specification was wrong about transient storage (EIP-1153) in frames that fail, are static, or
// create a contract.
const answer = "PUSH1 0 MSTORE PUSH1 32 PUSH1 0 RETURN";
const callee = "0x00000000000000000000000000000000000000bb";
const write = "PUSH1 9 PUSH1 4 TSTORE";

test.each([
	["PUSH1 0 PUSH1 0 REVERT", 1n],
	["INVALID", 1n],
	["STOP", 9n],
])("what a frame wrote that ends with %s", (end, expected) => {
	for (const kind of ["DELEGATECALL", "CALLCODE PUSH1 0"] as const) {
		const [instruction] = kind.split(" ");
		const value = instruction === "CALLCODE" ? "PUSH1 0" : "";
		const { result } = runProgram(
			`
			PUSH1 1 PUSH1 4 TSTORE
			PUSH1 0 PUSH1 0 PUSH1 0 PUSH1 0 ${value} PUSH1 0xbb PUSH3 100000 ${instruction} POP
			PUSH1 4 TLOAD ${answer}`,
			{ accounts: { [callee]: { code: `${write} ${end}` } } },
		);
		expect(readWords(result), kind).toEqual([expected]);
	}
});

test("each account has its own", () => {
	const { result } = runProgram(
		`
		PUSH1 1 PUSH1 4 TSTORE
		PUSH1 0 PUSH1 0 PUSH1 0 PUSH1 0 PUSH1 0 PUSH1 0xbb PUSH3 100000 CALL POP
		PUSH1 4 TLOAD ${answer}`,
		{ accounts: { [callee]: { code: `${write} STOP` } } },
	);
	expect(readWords(result)).toEqual([1n]);
});

test("TSTORE in a static frame ends it, TLOAD does not", () => {
	for (const [code, expected] of [
		[`${write} STOP`, 0n],
		["PUSH1 4 TLOAD STOP", 1n],
	] as const) {
		const { result } = runProgram(`PUSH1 0 PUSH1 0 PUSH1 0 PUSH1 0 PUSH1 0xbb PUSH3 100000 STATICCALL ${answer}`, {
			accounts: { [callee]: { code } },
		});
		expect(readWords(result)).toEqual([expected]);
	}
});

test("a creation that fails takes back what its initcode wrote: one that is repeated finds nothing", () => {
	// Counts in transient storage. Without value it returns 0xef, which no code may begin with, and fails; with 1 wei it
	// returns the count.
	const { result } = runProgram(
		`
		PUSH (end - initcode) PUSH initcode PUSH1 0 CODECOPY
		PUSH1 0 PUSH (end - initcode) PUSH1 0 PUSH1 0 CREATE2 PUSH1 0x80 MSTORE
		PUSH1 0 PUSH (end - initcode) PUSH1 0 PUSH1 1 CREATE2
		PUSH1 1 PUSH1 0 PUSH1 0xbf DUP4 EXTCODECOPY
		PUSH1 64 PUSH1 0x80 RETURN
	initcode:
		PUSH1 0 TLOAD PUSH1 1 ADD DUP1 PUSH1 0 TSTORE
		CALLVALUE MUL PUSH1 0xef CALLVALUE ISZERO MUL ADD
		PUSH1 0 MSTORE8 PUSH1 1 PUSH1 0 RETURN
	end:`,
		{ balance: 1n },
	);
	expect(readWords(result)).toEqual([0n, 1n]);
});

test("nothing is left for the next transaction", () => {
	const { result, state } = runProgram(`${write} PUSH1 4 TLOAD ${answer}`);
	expect(readWords(result)).toEqual([9n]);
	expect([...state.storageOf("0xc0de000000000000000000000000000000000000")]).toEqual([]);
});
