import { expect, test } from "vitest";
import { readWords, runProgram } from "./run-program.js";

// 11 November 2020, CVE-2020-26241: the identity contract answered with a view of its caller's memory instead of a copy.
// Writing to that memory afterwards changed what RETURNDATACOPY read, and the chain split at block 11,234,873.
test("return data of the identity contract stays when the memory it came from is overwritten", () => {
	const { result } = runProgram(`
		PUSH32 0x1111111111111111111111111111111111111111111111111111111111111111 PUSH1 0 MSTORE
		PUSH1 0 PUSH1 0 PUSH1 32 PUSH1 0 PUSH1 4 GAS STATICCALL POP
		PUSH32 0x2222222222222222222222222222222222222222222222222222222222222222 PUSH1 0 MSTORE
		RETURNDATASIZE PUSH1 0 PUSH1 32 RETURNDATACOPY
		PUSH1 64 PUSH1 0 RETURN`);
	expect(readWords(result)).toEqual([BigInt(`0x${"22".repeat(32)}`), BigInt(`0x${"11".repeat(32)}`)]);
});

test("a contract's return data stays when its caller's memory grows over where it lay", () => {
	const { result } = runProgram(
		`
		PUSH1 0 PUSH1 0 PUSH1 0 PUSH1 0 PUSH1 0xaa GAS STATICCALL POP
		PUSH2 0x1000 MLOAD POP
		PUSH1 32 PUSH1 0 PUSH1 0 RETURNDATACOPY
		PUSH1 32 PUSH1 0 RETURN`,
		{
			accounts: {
				"0x00000000000000000000000000000000000000aa": { code: "PUSH2 0xbeef PUSH1 0 MSTORE PUSH1 32 PUSH1 0 RETURN" },
			},
		},
	);
	expect(readWords(result)).toEqual([0xbeefn]);
});
