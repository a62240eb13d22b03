import type { Step } from "./tracer.js";

/** Beyond this no gas pays for memory. */
const largestRange = 1n << 31n;

/**
 * The bytes of memory that an instruction is about to read, as if the memory had grown already.
 *
 * @param offset, size - places of the operands below the top of the stack
 * @returns undefined when the range is one that cannot be paid for
 */
export function readPadded(step: Step, offset: number, size: number): Uint8Array | undefined {
	const length = step.peek(size);
	if (length === 0n) return new Uint8Array(0);
	const start = step.peek(offset);
	if (start + length > largestRange) return undefined;
	const bytes = new Uint8Array(Number(length));
	bytes.set(step.memoryRange(Number(start), Number(length)));
	return bytes;
}
