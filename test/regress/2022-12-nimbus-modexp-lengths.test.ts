import { expect, test } from "vitest";
import { readWords, runProgram } from "./run-program.js";

// MODEXP with lengths that the input merely claims has split and stopped many clients (a disagreement between success and
// failure in December 2022; overflows in the gas; memory allocated before the gas was charged).
function modexp(base: bigint, exponent: bigint, modulus: bigint, size = 96): string {
	const word = (value: bigint): string => `PUSH32 0x${value.toString(16).padStart(64, "0")}`;
	return `
		${word(base)} PUSH1 0 MSTORE ${word(exponent)} PUSH1 32 MSTORE ${word(modulus)} PUSH1 64 MSTORE
		PUSH1 0 PUSH1 0 PUSH1 ${size} PUSH1 0 PUSH1 5 PUSH3 1000000 GAS POP STATICCALL
		PUSH1 0 MSTORE RETURNDATASIZE PUSH1 32 MSTORE PUSH1 64 PUSH1 0 RETURN`;
}

const huge = [32n, 53n, 63n, 64n, 128n, 255n].map((bits) => 2n ** bits);

test.each(["Byzantium", "Berlin", "Osaka"])("claimed lengths in %s", (fork) => {
	for (const length of huge) {
		for (const [base, exponent, modulus] of [
			[length, 0n, 1n],
			[1n, 1n, length],
			[length, length, length],
			[length - 1n, 1n, length - 1n],
		] as const) {
			const { result } = runProgram(modexp(base, exponent, modulus), { fork });
			expect(result.status).toBe("success");
			expect(readWords(result), `${base} ${exponent} ${modulus}`).toEqual([0n, 0n]);
		}
	}
});

test("nothing to the power of something huge, modulo nothing", () => {
	for (const length of huge) {
		// Without base and modulus the exponent is multiplied by zero: the call is cheap, and there is no output.
		for (const fork of ["Byzantium", "Berlin"]) {
			expect(readWords(runProgram(modexp(0n, length, 0n), { fork }).result), `${fork} ${length}`).toEqual([1n, 0n]);
		}
		// EIP-7823 limits all lengths.
		expect(readWords(runProgram(modexp(0n, length, 0n), { fork: "Osaka" }).result)).toEqual([0n, 0n]);
	}
});

test("an input that ends early counts as if zeros followed", () => {
	for (const fork of ["Byzantium", "Berlin", "Osaka"]) {
		expect(readWords(runProgram(modexp(1n, 1n, 1n, 0), { fork }).result)).toEqual([1n, 0n]);
		expect(readWords(runProgram(modexp(1n, 1n, 7n), { fork }).result)).toEqual([1n, 7n]);
	}
});
