import { compressBlake2b } from "./blake2f/compression.js";
import type { Precompile } from "./precompile.js";

const inputSizeBytes = 213;

/**
 * The compression function of BLAKE2b (EIP-152). The input is the number of rounds (4 bytes, big endian), state (64), message
 * block (128), offset counter (16, all little endian) and the final-block flag (1), exactly.
 */
export const blake2fPrecompile: Precompile = {
	name: "blake2f",
	gas: (input) => BigInt(input.length === inputSizeBytes ? readRounds(input) : 0),
	run(input) {
		if (input.length !== inputSizeBytes) return undefined;
		const finalFlag = input[212]!;
		if (finalFlag > 1) return undefined;
		return compressBlake2b(readRounds(input), input, finalFlag === 1);
	},
};

function readRounds(input: Uint8Array): number {
	return input[0]! * 0x1000000 + ((input[1]! << 16) | (input[2]! << 8) | input[3]!);
}
