import { forkIndex, fuzzForks } from "../../differential/forks.js";
import type { Item } from "../../differential/item.js";
import { randomWord } from "../../differential/operands.js";
import { Random } from "../../differential/random.js";
import { Writer } from "../../differential/writer.js";
import { CodeWriter } from "./code-writer.js";
import { inputWords, type Scope, spread } from "./scope.js";
import { writeGiantGrowth } from "./write-effects.js";
import { writeEnd, writeStatement } from "./write-program.js";

/** Programs in one contract: one module serves them all. */
export const programsPerContract = 100;

/** How one program is called. */
export interface SmallProgram {
	/** Where it begins in the contract's code. */
	readonly entry: number;
	/** The first word says where to go. */
	readonly data: Uint8Array;
	readonly value: bigint;
	readonly isStatic: boolean;
	readonly gas: bigint;
	/** It is run once more with less gas: the limit for a program that uses so much. */
	readonly lessGas: (used: number) => number;
}

/** Many small programs behind a dispatcher. */
export interface SmallContract {
	/** Position in the list of forks. */
	readonly fork: number;
	/** All jumps go to constants. */
	readonly jumpsDirectly: boolean;
	readonly code: Uint8Array;
	readonly storage: readonly (readonly [slot: bigint, value: bigint])[];
	/** Code of another contract, which is called. */
	readonly otherCode: Uint8Array;
	readonly programs: readonly SmallProgram[];
}

/** The same contract in pieces that can be taken away. */
export interface ContractItems {
	readonly dispatcher: readonly Item[];
	/** What all programs end with, when they show their words. */
	readonly ends: readonly Item[];
	readonly programs: readonly (readonly Item[])[];
	/** Label that each program begins with. */
	readonly labels: readonly number[];
}

/** Enough for a mebibyte of memory and more. */
const growthGas = 4_000_000n;

const recentForks = ["Osaka", "Prague", "Cancun"].map(forkIndex);

const otherCodes = [
	// Returns its input.
	"3660006000373660006000f3",
	// Counts calls, and returns the count.
	"60005460010180600055600052602060 00f3",
	// Reverts with a word.
	"7f11223344556677889900aabbccddeeff00112233445566778899aabbccddeeff600052602060 00fd",
	// Logs, and returns nothing.
	"336000526001600260206000a2",
	// Gas, caller, value.
	"5a60005233602052346040526060 6000f3",
	"fe",
	"00",
].map((code) => Uint8Array.from(Buffer.from(code.replaceAll(" ", ""), "hex")));

/** Words on the stack that the common end shows. */
const shownWords = 32;
/** Where it puts them: behind what programs use most. */
const shownFrom = 0x180;

/** The contract with a number, the same every time. */
export function generateContract(seed: string, number: number): SmallContract {
	const random = new Random(`small ${seed}:${number}`);
	const fork = chooseFork(random);
	const jumpsDirectly = random.chance(50);
	const writer = new CodeWriter(random, fork);
	const labels = writePrograms(writer, jumpsDirectly, () => {});
	const code = writer.assemble();
	const words = Array.from({ length: 24 }, () => toBytes(randomWord(random)));
	const programs = labels.map((label, i) => {
		const entry = writer.positionOf(label)!;
		const call = chooseCall(random, entry, words);
		return { entry, ...call, gas: i === 0 ? growthGas : call.gas };
	});
	const storage = [0n, 1n, 2n, 3n].map((slot) => [slot, random.chance(40) ? 0n : randomWord(random)] as const);
	return { fork, jumpsDirectly, code, storage, otherCode: random.pick(otherCodes), programs };
}

/** What the contract with a number is made of. */
export function describeContract(seed: string, number: number): ContractItems {
	const random = new Random(`small ${seed}:${number}`);
	const fork = chooseFork(random);
	const jumpsDirectly = random.chance(50);
	const writer = new Writer(random, fork);
	const bounds: number[] = [];
	const labels = writePrograms(writer, jumpsDirectly, () => bounds.push(writer.items.length));
	const { items } = writer;
	return {
		dispatcher: items.slice(0, bounds[0]),
		ends: items.slice(bounds[0], bounds[1]),
		programs: labels.map((_, i) => items.slice(bounds[i + 1], bounds[i + 2])),
		labels,
	};
}

function chooseFork(random: Random): number {
	return random.chance(50) ? random.pick(recentForks) : random.below(fuzzForks.length);
}

/** Numbers of statements: most programs are short, as compiling is what takes time. */
const lengths = spread<number>([
	[6, 1],
	[9, 2],
	[8, 3],
	[4, 4],
	[2, 5],
	[1, 7],
	[1, 9],
]);

/** @param bound called where a piece begins, and at the end @returns the label of each program */
function writePrograms(writer: Writer, jumpsDirectly: boolean, bound: () => void): number[] {
	const ends = Array.from({ length: shownWords + 1 }, () => writer.newLabel());
	const labels = Array.from({ length: programsPerContract }, () => writer.newLabel());
	writeDispatcher(writer, jumpsDirectly ? labels : []);
	bound();
	writeCommonEnd(writer, ends);
	bound();
	const siblings: number[] = [];
	for (const [i, label] of labels.entries()) {
		writer.label(label);
		writer.height = dispatchedWords;
		const scope = { writer, depth: 0, floor: 0, siblings, jumpsDirectly, ends };
		if (i === 0) writeGiantGrowth(scope);
		writeProgram(scope);
		siblings.push(label);
		bound();
	}
	return labels;
}

function writeProgram(scope: Scope): void {
	for (let i = scope.writer.random.pick(lengths); i > 0; i--) writeStatement(scope);
	writeEnd(scope);
}

/** Words of input that lie on the stack when a program begins. */
export const dispatchedWords = 4;

/** Some words of the input, then to where its first word says: to any place, or to one of those that are given, in their order. */
function writeDispatcher(writer: Writer, labels: readonly number[]): void {
	writeInputWords(writer);
	if (labels.length === 0) writer.op(0x56, 1, 0);
	else writeSearch(writer, labels);
}

/** The words that programs find on the stack, and the first word of the input above them. */
export function writeInputWords(writer: Writer): void {
	for (let i = dispatchedWords; i >= 0; i--) {
		writer.push(BigInt(i * 32));
		writer.op(0x35, 1, 1);
	}
}

/** To the label that the word on top is the position of. */
function writeSearch(writer: Writer, labels: readonly number[]): void {
	if (labels.length === 1) {
		writer.op(0x50, 1, 0);
		writer.pushLabel(labels[0]!);
		writer.op(0x56, 1, 0);
		return;
	}
	const middle = labels.length >> 1;
	const lower = writer.newLabel();
	writer.pushLabel(labels[middle]!);
	writer.op(0x81, 0, 1);
	writer.op(0x10, 2, 1);
	writer.pushLabel(lower);
	writer.op(0x57, 2, 0);
	writeSearch(writer, labels.slice(middle));
	writer.label(lower);
	writeSearch(writer, labels.slice(0, middle));
}

/** Puts the words of the stack into memory and returns all of it. The rows keep it out of the programs' functions. */
function writeCommonEnd(writer: Writer, ends: readonly number[]): void {
	for (let height = ends.length - 1; height >= 0; height--) {
		writer.label(ends[height]!);
		for (let i = 0; i < 7; i++) writer.op(0x5b, 0, 0);
		if (height > 0) {
			writer.push(BigInt(shownFrom + 32 * height));
			writer.op(0x52, 2, 0);
		}
	}
	writer.op(0x59, 0, 1);
	writer.push(0n);
	writer.op(0xf3, 2, 0);
}

function chooseCall(random: Random, entry: number, words: readonly Uint8Array[]): Omit<SmallProgram, "entry"> {
	const data = new Uint8Array(inputWords * 32);
	data[30] = entry >> 8;
	data[31] = entry & 0xff;
	for (let i = 1; i < inputWords; i++) data.set(random.pick(words), i * 32);
	const kind = random.below(10);
	const share = random.uint32() / 2 ** 32;
	return {
		data,
		value: random.chance(20) ? 1n : 0n,
		isStatic: random.chance(3),
		gas: random.chance(90) ? 60_000n : BigInt(random.below(200_000)),
		lessGas: (used) => {
			if (kind === 0) return Math.max(0, used - 1);
			if (kind === 1) return used;
			if (kind === 2) return Math.floor(share * Math.min(used, 300));
			return Math.floor(share * used);
		},
	};
}

function toBytes(word: bigint): Uint8Array {
	return Uint8Array.from(Buffer.from(word.toString(16).padStart(64, "0"), "hex"));
}
