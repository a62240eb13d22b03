import { forkIndex } from "../../differential/forks.js";
import { randomWord } from "../../differential/operands.js";
import type { Random } from "../../differential/random.js";
import type { Writer } from "../../differential/writer.js";

/** Brings SHR. */
const constantinople = forkIndex("Constantinople");

/** Where a statement is written. */
export interface Scope {
	readonly writer: Writer;
	/** Loops and conditions around it. */
	readonly depth: number;
	/** Words at the bottom of the stack that it may copy, but neither consume nor exchange: counters, ways back. */
	readonly floor: number;
	/** Labels of programs of the same contract that can be called: those before it. */
	readonly siblings: readonly number[];
	/** All jumps of the contract go to constants, so that the compiler can follow them. */
	readonly jumpsDirectly: boolean;
	/** Labels of the contract's common end: for each height of the stack the one that shows so many words. */
	readonly ends: readonly number[];
}

/** A list in which each value stands as often as its weight says. */
export function spread<T>(weighted: readonly (readonly [weight: number, value: T])[]): readonly T[] {
	return weighted.flatMap(([weight, value]) => Array<T>(weight).fill(value));
}

/** Words of the input behind the first, which says where to go. */
export const inputWords = 8;

/** The width of a word, in bits. */
const widths = spread<number>([
	[2, 1],
	[4, 8],
	[1, 16],
	[2, 31],
	[3, 32],
	[1, 33],
	[1, 40],
	[1, 41],
	[2, 63],
	[4, 64],
	[2, 65],
	[1, 127],
	[2, 128],
	[1, 129],
	[2, 160],
	[1, 192],
	[1, 193],
	[1, 255],
]);

/** A word of the input, perhaps of known width. */
export function writeInput({ writer }: Scope): void {
	const { random } = writer;
	const offset = 32 * random.between(1, inputWords - 1) + (random.chance(6) ? random.below(32) : 0);
	writer.push(BigInt(offset));
	writer.op(0x35, 1, 1);
	if (random.chance(50)) writeNarrowing(writer);
}

/** The word on top of the stack loses what is above some width. */
export function writeNarrowing(writer: Writer): void {
	const { random } = writer;
	const bits = random.pick(widths);
	if (random.chance(75) || writer.fork < constantinople) {
		writer.push((1n << BigInt(bits)) - 1n);
		writer.op(0x16, 2, 1);
	} else {
		writer.push(BigInt(256 - bits));
		writer.op(0x1c, 2, 1);
	}
}

/** A constant. */
export function writeConstant(random: Random, writer: Writer): void {
	if (random.chance(45)) writer.push(BigInt(random.below(random.chance(70) ? 5 : 300)));
	else writer.push(randomWord(random));
}

/** A word: one that is on the stack, a constant, or input. */
export function writeOperand(scope: Scope): void {
	const { writer } = scope;
	const { random, height } = writer;
	const kind = random.below(100);
	if (height > 0 && kind < 60) writer.op(0x80 + random.below(Math.min(height, random.chance(85) ? 5 : 16)), 0, 1);
	else if (kind < 90) writeConstant(random, writer);
	else writeInput(scope);
}

/** An offset into memory: constant, or not known before the program runs; nearly always one that can be paid for. */
export function writeOffset(scope: Scope): void {
	const { writer } = scope;
	const { random } = writer;
	const kind = random.below(100);
	if (kind < 55) writer.push(BigInt(random.chance(60) ? 32 * random.below(6) : random.below(200)));
	else if (kind < 58) writer.push(random.chance(40) ? randomWord(random) : BigInt(random.below(4000)));
	else {
		writeOperand(scope);
		if (random.chance(96)) {
			writer.push(BigInt(random.pick([0xff, 0x1f, 0xe0, 0x60, 0x7f])));
			writer.op(0x16, 2, 1);
		}
	}
}

/** A size in bytes. */
export function writeSize(scope: Scope): void {
	const { writer } = scope;
	const { random } = writer;
	const kind = random.below(100);
	if (kind < 85) writer.push(BigInt(random.below(70)));
	else if (kind < 98) {
		writeOperand(scope);
		writer.push(BigInt(random.pick([0x1f, 0x3f, 0x20])));
		writer.op(0x16, 2, 1);
	} else writer.push(randomWord(random));
}
