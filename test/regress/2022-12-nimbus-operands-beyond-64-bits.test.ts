import { expect, test } from "vitest";
import { readWords, runProgram } from "./run-program.js";

// December 2022: BYTE looked only at the low bits of its index. Each operand that becomes a size, an offset, an index or a
// count is a 256-bit number, and has to count as one.
const beyond = [31n, 32n, 53n, 63n, 64n, 96n, 128n, 192n, 255n].map((bits) => 2n ** bits);
const all = BigInt(`0x${"ff".repeat(32)}`);

function push(value: bigint): string {
	return `PUSH32 0x${value.toString(16).padStart(64, "0")}`;
}

function evaluate(source: string, options: Parameters<typeof runProgram>[1] = {}): bigint {
	const { result } = runProgram(`${source} PUSH1 0 MSTORE PUSH1 32 PUSH1 0 RETURN`, options);
	expect(result.status).toBe("success");
	return readWords(result)[0]!;
}

test.each(beyond.map((amount) => [amount]))("instructions with the operand %i", (amount) => {
	for (const low of [0n, 1n, 31n]) {
		const operand = amount + low;
		expect(evaluate(`${push(all)} ${push(operand)} BYTE`)).toBe(0n);
		expect(evaluate(`${push(all)} ${push(operand)} SHL`)).toBe(0n);
		expect(evaluate(`${push(all)} ${push(operand)} SHR`)).toBe(0n);
		expect(evaluate(`${push(all)} ${push(operand)} SAR`)).toBe(all);
		expect(evaluate(`${push(all - 1n)} ${push(operand)} SAR`)).toBe(all);
		expect(evaluate(`${push(0x80n)} ${push(operand)} SIGNEXTEND`)).toBe(0x80n);
		expect(evaluate(`${push(operand)} CALLDATALOAD`, { input: new Uint8Array(64).fill(1) })).toBe(0n);
		expect(evaluate(`${push(operand)} BLOCKHASH`)).toBe(0n);
		expect(evaluate(`${push(operand)} BLOBHASH`)).toBe(0n);
		// Copies from beyond the source are zeros.
		for (const copy of ["CALLDATACOPY", "CODECOPY"]) {
			expect(evaluate(`PUSH1 32 ${push(operand)} PUSH1 0 ${copy} PUSH1 0 MLOAD`)).toBe(0n);
		}
	}
});

test.each(beyond.map((amount) => [amount]))("what fails with the operand %i", (amount) => {
	const reasonOf = (source: string): unknown => {
		const { result } = runProgram(source);
		return result.status === "halt" ? result.reason : result.status;
	};
	// The low bits lead to the JUMPDEST.
	expect(reasonOf(`${push(amount + 34n)} JUMP JUMPDEST STOP`)).toBe("invalidJump");
	expect(reasonOf(`PUSH1 1 ${push(amount + 36n)} JUMPI JUMPDEST STOP`)).toBe("invalidJump");
	expect(reasonOf(`PUSH1 0 ${push(amount)} PUSH1 0 RETURNDATACOPY`)).toBe("returnDataOutOfBounds");
	for (const source of [
		`${push(amount)} MLOAD`,
		`PUSH1 0 ${push(amount)} MSTORE`,
		`PUSH1 0 ${push(amount)} MSTORE8`,
		`PUSH1 1 ${push(amount)} KECCAK256`,
		`${push(amount)} PUSH1 0 KECCAK256`,
		`${push(amount)} PUSH1 0 RETURN`,
		`PUSH1 1 ${push(amount)} REVERT`,
		`${push(amount)} PUSH1 0 LOG0`,
		`${push(amount)} PUSH1 0 PUSH1 0 CREATE`,
		`${push(amount)} PUSH1 0 PUSH1 0 MCOPY`,
		`PUSH1 1 ${push(amount)} PUSH1 0 MCOPY`,
		`PUSH1 0 PUSH1 0 ${push(amount)} PUSH1 0 PUSH1 0 PUSH1 0 PUSH1 0 CALL`,
		`${push(amount)} PUSH1 0 PUSH1 0 PUSH1 0 PUSH1 0 PUSH1 0 PUSH1 0 CALL`,
	]) {
		expect(["outOfGas", "gasOverflow", "initcodeSize"], source).toContain(reasonOf(source));
	}
	// Ranges of size 0 are nowhere.
	expect(reasonOf(`PUSH1 0 ${push(amount)} RETURN`)).toBe("success");
	expect(reasonOf(`PUSH1 0 ${push(amount)} PUSH1 0 CALLDATACOPY STOP`)).toBe("success");
	expect(reasonOf(`PUSH1 0 PUSH1 0 ${push(amount)} CALLDATACOPY STOP`)).toBe("success");
});
