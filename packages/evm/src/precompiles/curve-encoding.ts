import { bigIntToBytes } from "../bytes/integer.js";

/** Writes a number as `size` big-endian bytes. */
export function writeInteger(output: Uint8Array, offset: number, size: number, value: bigint): void {
	output.set(bigIntToBytes(value, size), offset);
}

/** The 32-byte word one (true) or zero (false). */
export function encodeBoolean(value: boolean): Uint8Array {
	const output = new Uint8Array(32);
	output[31] = value ? 1 : 0;
	return output;
}
