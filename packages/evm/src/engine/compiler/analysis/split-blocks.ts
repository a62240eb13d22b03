import type { Spec } from "../../../spec/spec.js";
import { findOpcode } from "../../../spec/opcodes.js";

/**
 * Straight pieces of code. Domain: offsets of instructions. A block begins at a JUMPDEST, behind a branch, and behind an
 * instruction that may enter another frame (the frame goes on there later). Sound because nothing else can be jumped or
 * returned to; code that cannot be reached from a block start is in no block. Budget: one pass over the bytes.
 */
export interface BlockRange {
	/** Offset of the first instruction. */
	readonly start: number;
	/** Offset behind the last. */
	readonly end: number;
	/** Does control run on into the block at `end`? */
	readonly fallsThrough: boolean;
}

/** Longest block: V8's time for a function grows faster than its size. */
const maxInstructions = 160;

const JUMPDEST = 0x5b;
const JUMP = 0x56;
const JUMPI = 0x57;

/** Instructions behind which a new block begins: JUMPI, and those that may enter another frame. */
function endsBlock(opcode: number): boolean {
	return (
		opcode === JUMPI ||
		opcode === 0xf0 ||
		opcode === 0xf1 ||
		opcode === 0xf2 ||
		opcode === 0xf4 ||
		opcode === 0xf5 ||
		opcode === 0xfa
	);
}

/** Instructions behind which control does not go on. An opcode that is not defined is one. */
function isTerminal(opcode: number, spec: Spec): boolean {
	return opcode === JUMP || spec.staticGas[opcode]! < 0 || findOpcode(opcode)!.terminates;
}

export function splitBlocks(code: Uint8Array, spec: Spec): BlockRange[] {
	const blocks: BlockRange[] = [];
	let start = 0;
	let count = 0;
	let reachable = true;
	let offset = 0;
	/** Was the instruction before a JUMPDEST? */
	let inRow = false;
	const close = (end: number, fallsThrough: boolean): void => {
		if (reachable && end > start) blocks.push({ start, end, fallsThrough });
		start = end;
		count = 0;
		reachable = fallsThrough;
	};
	while (offset < code.length) {
		const opcode = code[offset]!;
		// Of JUMPDESTs in a row only the first begins a block: a jump to one of the others is the interpreter's.
		const continuesRow = opcode === JUMPDEST && reachable && offset > start && inRow;
		inRow = opcode === JUMPDEST;
		if (continuesRow) {
			offset++;
			continue;
		}
		if (opcode === JUMPDEST && (offset > start || !reachable)) {
			close(offset, reachable);
			start = offset;
			reachable = true;
		}
		const next = offset + 1 + (opcode >= 0x60 && opcode <= 0x7f ? opcode - 0x5f : 0);
		if (isTerminal(opcode, spec)) close(next, false);
		else if (endsBlock(opcode) || ++count >= maxInstructions) close(next, true);
		offset = next;
	}
	close(offset, false);
	return blocks;
}
