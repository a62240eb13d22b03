import { findJumpDestinations, isJumpDestination } from "../../../code/jump-destinations.js";
import { findOpcode } from "../../../spec/opcodes.js";
import { foldConstants } from "../ir/fold.js";
import { readPush } from "./read-push.js";
import type { BlockRange } from "./split-blocks.js";

/** The top of the stack and words below it: what is known of each. Undefined: it differs, or is computed. */
export type KnownWords = readonly (bigint | undefined)[];

const nothingKnown: KnownWords = [];
/** Words below are not followed: they are twice as deep as DUP and SWAP reach. */
const deepest = 32;
/** A block is looked at again when less is known of its stack than before. */
const visitsPerBlock = 4;
/** Visits between two looks at the clock. */
const visitsPerLook = 256;

const JUMPDEST = 0x5b;
const JUMP = 0x56;
const JUMPI = 0x57;

/**
 * Which words of the stack are the same constants whenever a block begins. Domain: the upper words of the stack, each a constant or
 * unknown. Sound because all ways into a block are followed from the beginning of the code. That is possible while every jump
 * goes to a constant; once one is found that does not, nothing is known where a JUMPDEST begins, and only what the block before
 * pushed elsewhere. It does not matter who runs the blocks before, compiled code or the interpreter. Budget: some passes over the code,
 * and nothing is known when they do not suffice; it yields whenever it is time to look at the clock.
 */
export function findEntryConstants(
	code: Uint8Array,
	ranges: readonly BlockRange[],
): Generator<undefined, ReadonlyMap<number, KnownWords>> {
	return new EntryConstants(code, ranges).find();
}

class EntryConstants {
	readonly #code: Uint8Array;
	readonly #destinations: Uint8Array;
	readonly #ranges: ReadonlyMap<number, BlockRange>;
	readonly #known = new Map<number, KnownWords>();
	readonly #waiting = new Set<BlockRange>();
	/** Any JUMPDEST can be jumped to, with anything on the stack. */
	#jumpsAnywhere = false;

	constructor(code: Uint8Array, ranges: readonly BlockRange[]) {
		this.#code = code;
		this.#destinations = findJumpDestinations(code);
		this.#ranges = new Map(ranges.map((range) => [range.start, range]));
	}

	*find(): Generator<undefined, ReadonlyMap<number, KnownWords>> {
		this.#enter(0, nothingKnown);
		let visits = this.#ranges.size * visitsPerBlock;
		for (const range of this.#waiting) {
			this.#waiting.delete(range);
			if (--visits < 0) return new Map();
			if (visits % visitsPerLook === 0) yield;
			this.#follow(range);
		}
		return this.#known;
	}

	/** Control comes to the block at the offset with these words on the stack. */
	#enter(offset: number, words: KnownWords): void {
		const range = this.#ranges.get(offset);
		if (range === undefined) return;
		const given = this.#jumpsAnywhere && this.#code[offset] === JUMPDEST ? nothingKnown : words;
		const before = this.#known.get(offset);
		const both = before === undefined ? given : before.map((word, index) => (word === given[index] ? word : undefined));
		if (before !== undefined && both.every((word, index) => word === before[index])) return;
		this.#known.set(offset, both);
		this.#waiting.add(range);
	}

	/** Where control goes from a block, and with what on the stack. */
	#follow(range: BlockRange): void {
		const stack = [...this.#known.get(range.start)!].reverse();
		const code = this.#code;
		for (let offset = range.start; offset < range.end; ) {
			const opcode = code[offset]!;
			const immediateBytes = opcode >= 0x60 && opcode <= 0x7f ? opcode - 0x5f : 0;
			if (opcode === 0x5f || immediateBytes > 0) stack.push(readPush(code, offset + 1, immediateBytes));
			else if (opcode >= 0x80 && opcode <= 0x8f) stack.push(stack.at(0x7f - opcode));
			else if (opcode >= 0x90 && opcode <= 0x9f) swap(stack, opcode - 0x8f);
			else if (opcode === JUMP || opcode === JUMPI) this.#jump(stack, opcode === JUMPI ? 2 : 1);
			else operate(stack, opcode, offset, code.length);
			offset += 1 + immediateBytes;
		}
		if (range.fallsThrough) this.#enter(range.end, upperWords(stack));
	}

	#jump(stack: (bigint | undefined)[], pops: number): void {
		const target = stack.at(-1);
		stack.length = Math.max(0, stack.length - pops);
		if (target !== undefined && !isJumpDestination(this.#destinations, Number(target))) return; // It fails.
		// Of many JUMPDESTs in a row some begin no block.
		if (target !== undefined && this.#ranges.has(Number(target))) {
			this.#enter(Number(target), upperWords(stack));
		} else if (!this.#jumpsAnywhere) {
			this.#jumpsAnywhere = true;
			for (const offset of this.#ranges.keys()) if (this.#code[offset] === JUMPDEST) this.#enter(offset, nothingKnown);
		}
	}
}

function upperWords(stack: readonly (bigint | undefined)[]): KnownWords {
	return stack.slice(-deepest).reverse();
}

function swap(stack: (bigint | undefined)[], depth: number): void {
	while (stack.length <= depth) stack.unshift(undefined);
	const top = stack.length - 1;
	const word = stack[top];
	stack[top] = stack[top - depth];
	stack[top - depth] = word;
}

/** Any other instruction: what it gives is known when it is pure and what it takes is. */
function operate(stack: (bigint | undefined)[], opcode: number, offset: number, codeSize: number): void {
	if (opcode === 0x58) return void stack.push(BigInt(offset));
	if (opcode === 0x38) return void stack.push(BigInt(codeSize));
	const { pops, pushes } = findOpcode(opcode) ?? { pops: 0, pushes: 0 };
	const operands: (bigint | undefined)[] = [];
	for (let index = 0; index < pops; index++) operands.push(stack.pop());
	const result = operands.every((operand) => operand !== undefined) ? foldConstants(opcode, operands) : undefined;
	for (let index = 0; index < pushes; index++) stack.push(result);
}
