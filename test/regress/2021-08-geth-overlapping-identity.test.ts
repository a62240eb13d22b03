import { expect, test } from "vitest";
import { readWords, runProgram } from "./run-program.js";

// 27 August 2021, CVE-2021-39137, block 13,107,518: the identity contract was called with an output range that overlaps
// its input. Writing the output into memory changed the return data, which was the input's memory.
test.each([
	[7, "output behind the input"],
	[0, "output where the input is"],
	[31, "one byte of overlap"],
])("identity with the output at %i", (offset) => {
	const word = "0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20";
	const { result } = runProgram(`
		PUSH32 0x${word} PUSH1 0 MSTORE
		PUSH1 32 PUSH1 ${offset} PUSH1 32 PUSH1 0 PUSH1 4 GAS STATICCALL POP
		PUSH1 32 PUSH1 0 PUSH1 64 RETURNDATACOPY
		PUSH1 96 PUSH1 0 RETURN`);
	const memory = new Uint8Array(64);
	memory.set(Buffer.from(word, "hex"));
	memory.set(Buffer.from(word, "hex"), offset);
	expect(Buffer.from(result.output.subarray(0, 64))).toEqual(Buffer.from(memory));
	expect(readWords(result)[2]).toBe(BigInt(`0x${word}`));
});
