/**
 * Copies `size` bytes of the input from `offset` on. What lies beyond the input's end reads as zero, as the first
 * generation of precompiled contracts has it (Yellow Paper, appendix E).
 */
export function readPadded(input: Uint8Array, offset: number, size: number): Uint8Array {
	const result = new Uint8Array(size);
	if (offset < input.length) result.set(input.subarray(offset, Math.min(offset + size, input.length)));
	return result;
}

/** The input itself when it has `size` bytes; otherwise a copy cut or padded with zeros to that size. */
export function padInput(input: Uint8Array, size: number): Uint8Array {
	return input.length === size ? input : readPadded(input, 0, size);
}
