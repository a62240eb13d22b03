import { findOpcode } from "../../../spec/opcodes.js";
import type { Spec } from "../../../spec/spec.js";

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
	/** May control run on into the block at `end`? */
	readonly fallsThrough: boolean;
	/** Does it always, and without leaving the frame in between? */
	readonly runsOn: boolean;
	/** What is pushed right before a jump at the end, when it is: where the jump goes. */
	readonly pushedTarget: number | undefined;
	/** JUMPDESTs count like all others here, but do not make a block too long. */
	readonly instructionCount: number;
	/** Can it be entered otherwise than from the block before: by a jump, at the frame's beginning, after a call? */
	readonly isEntry: boolean;
	/** Does it end the frame, by STOP, RETURN, REVERT or a failure? Nobody sees the stack then. */
	readonly endsFrame: boolean;
	/** How many words of the stack it finds it looks at. */
	readonly wordsRead: number;
}

/** Longest block: V8's time for a function grows faster than its size. */
const maxInstructions = 160;

/** JUMPDESTs in a row that begin blocks. solc's legacy code generator often puts two or three behind each other. */
const maxStartsInRow = 8;

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

const nothing = { pops: 0, pushes: 0 } as const;

export function splitBlocks(code: Uint8Array, spec: Spec): BlockRange[] {
	const blocks: BlockRange[] = [];
	let start = 0;
	let count = 0;
	let reachable = true;
	let offset = 0;
	/** JUMPDESTs right before the instruction. */
	let row = 0;
	let lastOpcode = 0;
	/** The constant pushed by the instruction before the last. */
	let pushed: number | undefined;
	let total = 0;
	let isEntry = true;
	/** Words on the stack, counted from the block's beginning, and the lowest that was read. */
	let height = 0;
	let lowest = 0;
	const close = (end: number, fallsThrough: boolean): void => {
		if (reachable && end > start) {
			const jumps = lastOpcode === JUMP || lastOpcode === JUMPI;
			const runsOn = fallsThrough && !endsBlock(lastOpcode);
			blocks.push({
				start,
				end,
				fallsThrough,
				runsOn,
				pushedTarget: jumps ? pushed : undefined,
				instructionCount: total,
				isEntry,
				endsFrame: !fallsThrough && !jumps,
				wordsRead: -lowest,
			});
		}
		// Behind a JUMPI and behind the longest block the frame only goes on; behind a call it also comes back.
		isEntry = lastOpcode !== JUMPI && endsBlock(lastOpcode);
		start = end;
		count = 0;
		total = 0;
		height = 0;
		lowest = 0;
		lastOpcode = 0;
		reachable = fallsThrough;
	};
	while (offset < code.length) {
		const opcode = code[offset]!;
		// Of many JUMPDESTs in a row only the first begin blocks: a jump to one of the others is the interpreter's.
		const continuesRow = opcode === JUMPDEST && reachable && row >= maxStartsInRow;
		row = opcode === JUMPDEST ? row + 1 : 0;
		if (continuesRow) {
			offset++;
			total++;
			continue;
		}
		if (opcode === JUMPDEST && (offset > start || !reachable)) {
			close(offset, reachable);
			start = offset;
			isEntry = true;
			reachable = true;
		}
		const next = offset + 1 + (opcode >= 0x60 && opcode <= 0x7f ? opcode - 0x5f : 0);
		if (opcode !== JUMP && opcode !== JUMPI) pushed = readSmallPush(code, offset);
		lastOpcode = opcode;
		total++;
		const { pops, pushes } = findOpcode(opcode) ?? nothing;
		lowest = Math.min(lowest, height - pops);
		height += pushes - pops;
		if (isTerminal(opcode, spec)) close(next, false);
		else if (endsBlock(opcode) || ++count >= maxInstructions) close(next, true);
		offset = next;
	}
	close(offset, false);
	return blocks;
}

/** The number a PUSH1 to PUSH3 pushes. */
function readSmallPush(code: Uint8Array, offset: number): number | undefined {
	const size = code[offset]! - 0x5f;
	if (size < 1 || size > 3) return undefined;
	let value = 0;
	for (let i = 1; i <= size; i++) value = value * 256 + (code[offset + i] ?? 0);
	return value;
}
