const jumpDestination = 0x5b;
const push1 = 0x60;
const push32 = 0x7f;

/**
 * The valid jump destinations of code: JUMPDEST bytes that are not immediate data of a PUSH (Yellow Paper 9.4.3).
 * Instructions with other immediates do not hide a JUMPDEST (EIP-8024 leaves this analysis as it was).
 *
 * @returns A bitmap of `ceil(code.length / 8)` bytes; offset `i` is bit `i & 7` of byte `i >> 3`.
 */
export function findJumpDestinations(code: Uint8Array): Uint8Array {
	const bitmap = new Uint8Array((code.length + 7) >> 3);
	for (let i = 0; i < code.length; i++) {
		const opcode = code[i]!;
		if (opcode === jumpDestination) bitmap[i >> 3]! |= 1 << (i & 7);
		else if (opcode >= push1 && opcode <= push32) i += opcode - push1 + 1;
	}
	return bitmap;
}

/** Whether `offset` (any number) is set in a bitmap of {@link findJumpDestinations}. */
export function isJumpDestination(bitmap: Uint8Array, offset: number): boolean {
	if (!Number.isInteger(offset) || offset < 0 || offset >= bitmap.length * 8) return false;
	return ((bitmap[Math.floor(offset / 8)]! >> (offset & 7)) & 1) === 1;
}

/** The offsets of all valid jump destinations, in ascending order. */
export function listJumpDestinations(code: Uint8Array): number[] {
	const bitmap = findJumpDestinations(code);
	const offsets: number[] = [];
	for (let i = 0; i < code.length; i++) if (isJumpDestination(bitmap, i)) offsets.push(i);
	return offsets;
}
