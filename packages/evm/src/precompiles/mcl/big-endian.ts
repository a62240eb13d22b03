/** Are all bytes from `start` to `end` zero? */
export function isZero(input: Uint8Array, start: number, end: number): boolean {
	for (let i = start; i < end; i++) if (input[i] !== 0) return false;
	return true;
}

/** Is the number at an offset, as long as the limit, below the limit? */
export function isBelow(input: Uint8Array, offset: number, limit: Uint8Array): boolean {
	for (let i = 0; i < limit.length; i++) {
		const byte = input[offset + i]!;
		if (byte !== limit[i]) return byte < limit[i]!;
	}
	return false;
}
