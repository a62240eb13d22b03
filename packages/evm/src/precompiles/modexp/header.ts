import { bytesToBigInt } from "../../bytes/integer.js";
import { readPadded } from "../padded-input.js";
import type { ModexpSizes } from "./gas.js";

/** Bytes before the base: the three sizes. */
export const headerSizeBytes = 96;

/** Reads the claimed sizes of base, exponent and modulus: three big-endian words, zero where the input ends. */
export function readSizes(input: Uint8Array): ModexpSizes {
	return { base: readSize(input, 0), exponent: readSize(input, 32), modulus: readSize(input, 64) };
}

/** The exponent's first 32 bytes (or all, when it has fewer) as a number: the part that the price looks at. */
export function readExponentHead(input: Uint8Array, sizes: ModexpSizes): bigint {
	const offset = BigInt(headerSizeBytes) + sizes.base;
	if (offset >= BigInt(input.length)) return 0n;
	const size = sizes.exponent < 32n ? Number(sizes.exponent) : 32;
	return bytesToBigInt(readPadded(input, Number(offset), size));
}

function readSize(input: Uint8Array, offset: number): bigint {
	const end = offset + 32;
	if (end > input.length) return bytesToBigInt(readPadded(input, offset, 32));
	// Nearly all sizes fit four bytes.
	for (let i = offset; i < end - 4; i++) {
		if (input[i] !== 0) return bytesToBigInt(input.subarray(offset, end));
	}
	return BigInt(input[end - 4]! * 0x1000000 + ((input[end - 3]! << 16) | (input[end - 2]! << 8) | input[end - 1]!));
}
