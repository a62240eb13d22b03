/** A range of memory that an instruction reads or writes, by the places of its operands; 0 is the top of the stack. */
export interface MemoryOperand {
	readonly offset: number;
	/** Place of the size; undefined: `bytes` is the size. */
	readonly size: number | undefined;
	readonly bytes: number;
}

function range(offset: number, size: number): MemoryOperand {
	return { offset, size, bytes: 0 };
}

function fixed(offset: number, bytes: number): MemoryOperand {
	return { offset, size: undefined, bytes };
}

const none: readonly MemoryOperand[] = [];
const outputRange = [range(0, 1)];
const copyRange = [range(0, 2)];
const creationRange = [range(1, 2)];
const callWithValue = [range(3, 4), range(5, 6)];
const callWithoutValue = [range(2, 3), range(4, 5)];

const operands: ReadonlyMap<number, readonly MemoryOperand[]> = new Map([
	[0x20, outputRange],
	[0x37, copyRange],
	[0x39, copyRange],
	[0x3c, [range(1, 3)]],
	[0x3e, copyRange],
	[0x51, [fixed(0, 32)]],
	[0x52, [fixed(0, 32)]],
	[0x53, [fixed(0, 1)]],
	[0x5e, [range(0, 2), range(1, 2)]],
	[0xa0, outputRange],
	[0xa1, outputRange],
	[0xa2, outputRange],
	[0xa3, outputRange],
	[0xa4, outputRange],
	[0xf0, creationRange],
	[0xf1, callWithValue],
	[0xf2, callWithValue],
	[0xf3, outputRange],
	[0xf4, callWithoutValue],
	[0xf5, creationRange],
	[0xfa, callWithoutValue],
	[0xfd, outputRange],
]);

/** The ranges of memory that the instruction needs (Yellow Paper H.2, the clauses on the memory's size). */
export function memoryOperands(opcode: number): readonly MemoryOperand[] {
	return operands.get(opcode) ?? none;
}

/**
 * The end of the memory that the instruction needs, in bytes, as far as it is used: ranges of size 0 need nothing. May
 * be larger than any number of bytes there are.
 *
 * @param peek - the operand so many places below the top
 */
export function memoryEnd(opcode: number, peek: (fromTop: number) => bigint): bigint {
	let end = 0n;
	for (const { offset, size, bytes } of memoryOperands(opcode)) {
		const length = size === undefined ? BigInt(bytes) : peek(size);
		if (length === 0n) continue;
		const rangeEnd = peek(offset) + length;
		if (rangeEnd > end) end = rangeEnd;
	}
	return end;
}
