import { expect, test } from "vitest";
import { readWords, runProgram } from "./run-program.js";

// February 2023: whether initcode is too long was asked after whether the creator can pay the value. With both faults
// the creation pushed 0 instead of ending the frame (EIP-3860).
const tooLong = 49_153;

test.each([
	["CREATE", ""],
	["CREATE2", "PUSH1 0"],
])("%s with initcode too long and value too high", (instruction, salt) => {
	const code = `${salt} PUSH3 ${tooLong} PUSH1 0 PUSH32 0x${"ff".repeat(32)} ${instruction} STOP`;
	expect(runProgram(code, { fork: "Shanghai" }).result).toMatchObject({ status: "halt", reason: "initcodeSize" });
	// Before, and one byte less: refused for the value, and the frame goes on.
	expect(runProgram(code, { fork: "Paris" }).result.status).toBe("success");
	const shorter = code.replace(String(tooLong), String(tooLong - 1));
	expect(runProgram(shorter, { fork: "Shanghai" }).result.status).toBe("success");
});

test("a creation that is refused for its value leaves the nonce, and the gas it would have given", () => {
	const { result, state } = runProgram(
		"GAS PUSH1 0 PUSH1 0 PUSH1 1 CREATE PUSH1 0 MSTORE GAS SWAP1 SUB PUSH1 32 MSTORE PUSH1 64 PUSH1 0 RETURN",
	);
	const [created, spent] = readWords(result);
	expect(created).toBe(0n);
	expect(spent).toBeLessThan(32_100n);
	expect(state.getAccount("0xc0de000000000000000000000000000000000000")!.nonce).toBe(0n);
});
