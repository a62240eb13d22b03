import { contracts, wealthy } from "../../differential/accounts.js";
import { instruction } from "../../differential/instructions.js";
import { randomWord } from "../../differential/operands.js";
import type { Writer } from "../../differential/writer.js";
import { type Scope, spread, writeConstant, writeOffset, writeOperand, writeSize } from "./scope.js";
import * as effects from "./write-effects.js";

type Statement = (scope: Scope) => void;

const revert = instruction("REVERT");
const dup1 = 0x80;
const swap1 = 0x90;
const pop = 0x50;
const isZero = 0x15;
const jump = 0x56;
const jumpi = 0x57;

const flat = spread<Statement>([
	[30, effects.writePure],
	[14, effects.writeShuffle],
	[6, effects.writeNarrow],
	[7, effects.writeNarrowPure],
	[5, effects.writeUnderneath],
	[5, effects.writeConstantPure],
	[5, effects.writeGrowth],
	[5, writeOperand],
	[7, effects.writeEnvironment],
	[6, effects.writeLoad],
	[9, effects.writeStore],
	[3, effects.writeKeccak],
	[4, effects.writeCopy],
	[5, effects.writeStorageLoad],
	[5, effects.writeStorageStore],
	[2, effects.writeTransient],
	[3, effects.writeLog],
	[2, effects.writeAccountRead],
	[3, effects.writeCall],
]);
const direct = spread<Statement>([
	[100, (scope) => scope.writer.random.pick(flat)(scope)],
	[12, writeCondition],
	[5, writeAlternative],
	[8, writeEarlyEnd],
	[12, writeLoop],
	[4, writeLoopWithTestAhead],
	[3, writeBoundary],
	[1, effects.writeCreation],
]);
const nested = [
	...direct,
	...spread<Statement>([
		[5, writeRow],
		[3, writeChoice],
		[4, writeRoutine],
	]),
];

export function writeStatement(scope: Scope): void {
	const branching = scope.jumpsDirectly ? direct : nested;
	scope.writer.random.pick(scope.depth < 3 ? branching : flat)(scope);
}

/** Statements after which the stack is as high as before. */
function writeBody(scope: Scope, most: number): void {
	const { writer } = scope;
	const height = writer.height;
	const inner = { ...scope, depth: scope.depth + 1 };
	for (let i = writer.random.between(0, most); i > 0; i--) writeStatement(inner);
	level(writer, height);
}

function level(writer: Writer, height: number): void {
	while (writer.height > height) writer.op(pop, 1, 0);
	while (writer.height < height) writer.push(BigInt(writer.random.below(1000)));
}

/** A word that a branch depends on: a comparison, one that is negated, several at once, or any word. */
function writeTest(scope: Scope): void {
	const { writer } = scope;
	const { random } = writer;
	const kind = random.below(10);
	if (kind < 2) {
		writeOperand(scope);
	} else {
		writeComparison(scope);
		if (kind < 4) {
			writeComparison(scope);
			writer.op(random.pick([0x16, 0x17, 0x18, 0x01, 0x02]), 2, 1);
		}
	}
	for (let i = random.pick([0, 0, 0, 1, 1, 2, 3]); i > 0; i--) writer.op(isZero, 1, 1);
}

function writeComparison(scope: Scope): void {
	const { writer } = scope;
	writeOperand(scope);
	if (writer.random.chance(15)) return writer.op(isZero, 1, 1);
	writeOperand(scope);
	writer.op(0x10 + writer.random.below(5), 2, 1);
}

function writeCondition(scope: Scope): void {
	const { writer } = scope;
	const end = writer.newLabel();
	writeTest(scope);
	writer.pushLabel(end);
	writer.op(jumpi, 2, 0);
	writeBody(scope, 3);
	writer.label(end);
}

function writeAlternative(scope: Scope): void {
	const { writer } = scope;
	const [other, end] = [writer.newLabel(), writer.newLabel()];
	writeTest(scope);
	writer.pushLabel(other);
	writer.op(jumpi, 2, 0);
	writeBody(scope, 2);
	writer.pushLabel(end);
	writer.op(jump, 1, 0);
	writer.label(other);
	writeBody(scope, 2);
	writer.label(end);
}

/** A requirement: one way of a branch ends the frame, at the common end or at once. */
function writeEarlyEnd(scope: Scope): void {
	const { writer, ends } = scope;
	const { random } = writer;
	writeTest(scope);
	if (random.chance(40) && writer.height - 1 < ends.length) {
		writer.pushLabel(ends[writer.height - 1]!);
		writer.op(jumpi, 2, 0);
		return;
	}
	const on = writer.newLabel();
	writer.pushLabel(on);
	writer.op(jumpi, 2, 0);
	const height = writer.height;
	for (let i = random.below(3); i > 0; i--) random.pick(flat)(scope);
	writeEnd(scope);
	writer.height = height;
	writer.label(on);
}

/** Words that go round: the counter lies below words that the body works on. */
function writeLoop(scope: Scope): void {
	const { writer } = scope;
	const { random } = writer;
	const start = writer.newLabel();
	// A function calls itself anew after a thousand rounds.
	const isLong = scope.depth === 0 && random.chance(2);
	writer.push(BigInt(isLong ? random.between(990, 1010) : random.between(1, 5)));
	const counter = writer.height;
	const words = random.below(4);
	for (let i = 0; i < words; i++) writeOperand(scope);
	writer.label(start);
	const height = writer.height;
	const floor = random.chance(97) ? counter : scope.floor;
	if (isLong) random.pick(flat.slice(0, 60))({ ...scope, floor });
	else writeBody({ ...scope, floor }, 3);
	level(writer, height);
	if (words > 0) writer.op(swap1 + words - 1, 0, 0);
	writer.push(1n);
	writer.op(swap1, 0, 0);
	writer.op(0x03, 2, 1);
	if (words > 0) writer.op(swap1 + words - 1, 0, 0);
	writer.op(dup1 + words, 0, 1);
	if (random.chance(30)) {
		writer.op(isZero, 1, 1);
		writer.op(isZero, 1, 1);
	}
	if (random.chance(25)) {
		// The way round is the one that falls through.
		const end = writer.newLabel();
		writer.op(isZero, 1, 1);
		writer.pushLabel(end);
		writer.op(jumpi, 2, 0);
		writer.pushLabel(start);
		writer.op(jump, 1, 0);
		writer.label(end);
	} else {
		writer.pushLabel(start);
		writer.op(jumpi, 2, 0);
	}
}

/** The test comes first, as compilers write it, and the counter counts up; it lies below words that the body works on. */
function writeLoopWithTestAhead(scope: Scope): void {
	const { writer } = scope;
	const { random } = writer;
	const [start, end] = [writer.newLabel(), writer.newLabel()];
	writer.push(BigInt(random.below(3)));
	const counter = writer.height;
	const words = random.below(4);
	for (let i = 0; i < words; i++) writeOperand(scope);
	writer.label(start);
	const height = writer.height;
	writer.push(BigInt(random.between(2, 6)));
	writer.op(dup1 + 1 + words, 0, 1);
	writer.op(random.pick([0x10, 0x12]), 2, 1);
	writer.op(isZero, 1, 1);
	writer.pushLabel(end);
	writer.op(jumpi, 2, 0);
	writeBody({ ...scope, floor: counter }, 3);
	level(writer, height);
	if (words > 0) writer.op(swap1 + words - 1, 0, 0);
	writer.push(1n);
	writer.op(0x01, 2, 1);
	if (words > 0) writer.op(swap1 + words - 1, 0, 0);
	writer.pushLabel(start);
	writer.op(jump, 1, 0);
	writer.label(end);
}

/** Into a row of JUMPDESTs, wherever the input says. */
function writeRow(scope: Scope): void {
	const { writer } = scope;
	const { random } = writer;
	const label = writer.newLabel();
	writer.pushLabel(label);
	if (random.chance(70)) {
		writer.push(BigInt(32 * random.between(1, 7)));
		writer.op(0x35, 1, 1);
		writer.push(BigInt(random.pick([0, 1, 3])));
		writer.op(0x16, 2, 1);
		writer.op(0x01, 2, 1);
	}
	if (random.chance(12)) {
		// A target that is too large by a power of two, when a bit of the input says so.
		writer.push(BigInt(32 * random.between(1, 7)));
		writer.op(0x35, 1, 1);
		writer.push(1n);
		writer.op(0x16, 2, 1);
		writer.push(1n << BigInt(random.pick([32, 63, 64, 128, 192, 255])));
		writer.op(0x02, 2, 1);
		writer.op(0x01, 2, 1);
	}
	if (random.chance(30)) {
		writeTest(scope);
		writer.op(swap1, 0, 0);
		writer.op(jumpi, 2, 0);
		writeBody(scope, 1);
	} else {
		writer.op(jump, 1, 0);
		if (random.chance(30)) writer.raw(Uint8Array.of(random.below(0x60), random.below(0x60)));
	}
	writer.label(label);
	for (let i = random.pick([0, 2, 3]); i > 0; i--) writer.op(0x5b, 0, 0);
}

/** One of two labels, by arithmetic; both go on at the same place. */
function writeChoice(scope: Scope): void {
	const { writer } = scope;
	const [first, second, end] = [writer.newLabel(), writer.newLabel(), writer.newLabel()];
	writeComparison(scope);
	// first + flag · (second - first)
	writer.pushLabel(first);
	writer.pushLabel(second);
	writer.op(0x03, 2, 1);
	writer.op(0x02, 2, 1);
	writer.pushLabel(first);
	writer.op(0x01, 2, 1);
	writer.op(jump, 1, 0);
	writer.label(first);
	writeBody(scope, 2);
	writer.pushLabel(end);
	writer.op(jump, 1, 0);
	writer.label(second);
	writeBody(scope, 2);
	writer.label(end);
}

/** A piece of code that is jumped to with the way back on the stack, from two places. */
function writeRoutine(scope: Scope): void {
	const { writer } = scope;
	const { random } = writer;
	const [routine, first, second, over] = [writer.newLabel(), writer.newLabel(), writer.newLabel(), writer.newLabel()];
	const arguments_ = random.below(3);
	const height = writer.height;
	for (const back of [first, second]) {
		level(writer, height);
		writer.pushLabel(back);
		for (let i = 0; i < arguments_; i++) writeOperand(scope);
		writer.pushLabel(routine);
		writer.op(jump, 1, 0);
		writer.label(back);
		writer.height = height + arguments_;
	}
	level(writer, height);
	writer.pushLabel(over);
	writer.op(jump, 1, 0);
	writer.label(routine);
	writer.height = height + 1 + arguments_;
	writeBody({ ...scope, floor: random.chance(95) ? height + 1 : height }, 2);
	// The results go below the way back.
	for (let i = 0; i < arguments_; i++) writer.op(swap1 + i, 0, 0);
	writer.op(jump, 1, 0);
	writer.height = height;
	writer.label(over);
}

/** At the limit of the stack, or below its ground; behind it, most often, nothing runs. */
function writeBoundary(scope: Scope): void {
	const { writer } = scope;
	const { random } = writer;
	const kind = random.below(4);
	if (kind === 0 && scope.depth === 0) {
		// A word for each round, until the stack is full or nearly so.
		const start = writer.newLabel();
		writer.push(BigInt(1024 - writer.height - random.between(-2, 8)));
		writer.label(start);
		writer.op(dup1, 0, 1);
		writer.push(1n);
		writer.op(swap1, 0, 0);
		writer.op(0x03, 2, 1);
		writer.op(dup1, 0, 1);
		writer.pushLabel(start);
		writer.op(jumpi, 2, 0);
	} else if (kind === 1 && random.chance(40)) {
		for (let i = Math.max(0, writer.height + random.between(-1, 2)); i > 0; i--) writer.op(pop, 1, 0);
		writer.height = Math.max(0, writer.height);
	} else if (kind === 2 && random.chance(40)) {
		if (random.chance(50)) writer.op(dup1 + random.below(16), 0, 1);
		else writer.op(swap1 + random.below(16), 0, 0);
	} else {
		for (let i = random.between(8, 17); i > 0; i--) writer.push(BigInt(random.below(1000)));
		for (let i = random.between(1, 4); i > 0; i--) {
			writer.op(swap1 + random.below(Math.min(16, writer.height - 1)), 0, 0);
		}
	}
}

/** The frame ends; most often all words and all memory are seen. */
export function writeEnd(scope: Scope): void {
	const { writer, ends } = scope;
	const { random } = writer;
	const kind = random.below(100);
	if (kind < 50 && writer.height < ends.length) {
		writer.pushLabel(ends[writer.height]!);
		writer.op(jump, 1, 0);
	} else if (kind < 80) {
		for (let i = 0; writer.height > 0 && i < 10; i++) {
			writer.push(BigInt(i * 32));
			writer.op(0x52, 2, 0);
		}
		writer.op(0x59, 0, 1);
		writer.push(0n);
		writer.op(writer.fork >= revert.since && random.chance(25) ? 0xfd : 0xf3, 2, 0);
	} else if (kind < 85) {
		writeSize(scope);
		writeOffset(scope);
		writer.op(random.chance(60) ? 0xf3 : 0xfd, 2, 0);
	} else if (kind < 89) {
		writer.op(0x00, 0, 0);
	} else if (kind < 92) {
		writer.push(BigInt(random.pick([contracts[0], contracts[1], wealthy])));
		writer.op(0xff, 1, 0);
	} else if (kind < 95) {
		writer.op(random.pick([0xfe, random.below(256)]), 0, 0);
	} else {
		// To nowhere, or just perhaps to somewhere.
		writer.push(random.chance(50) ? BigInt(random.below(3000)) : randomWord(random));
		if (random.chance(50)) {
			writeConstant(random, writer);
			writer.op(swap1, 0, 0);
			writer.op(jumpi, 2, 0);
			writer.op(0x00, 0, 0);
		} else {
			writer.op(jump, 1, 0);
		}
	}
}
