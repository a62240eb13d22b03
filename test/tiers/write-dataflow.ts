import { instructionsOf, pureInstructions } from "../differential/instructions.js";
import { randomWord } from "../differential/operands.js";
import type { Writer } from "../differential/writer.js";

const add = 0x01;
const and = 0x16;
const isZero = 0x15;
const subtract = 0x03;
const keccak = 0x20;
const dataLoad = 0x35;
const pop = 0x50;
const mload = 0x51;
const mstore = 0x52;
const mstore8 = 0x53;
const sload = 0x54;
const sstore = 0x55;
const jump = 0x56;
const jumpi = 0x57;
const mcopy = 0x5e;
const dup1 = 0x80;
const swap1 = 0x90;

const reads = instructionsOf(`ADDRESS ORIGIN CALLER CALLVALUE CALLDATASIZE CODESIZE GASPRICE RETURNDATASIZE COINBASE
	TIMESTAMP NUMBER PREVRANDAO GASLIMIT CHAINID SELFBALANCE BASEFEE BLOBBASEFEE PC MSIZE GAS PUSH0`);
const kernelWork = instructionsOf(`MUL DIV SDIV MOD SMOD ADDMOD MULMOD SIGNEXTEND BYTE SHL SHR SAR SLOAD BLOBHASH
	CALLDATALOAD CALLDATALOAD CALLDATALOAD CALLDATALOAD`);
const transient = instructionsOf("TLOAD TSTORE");

/**
 * Words that are moved about, computed with, kept in memory and storage, over blocks that follow each other, branch and
 * loop; in the end everything on the stack and in memory is returned.
 */
export function writeDataflow(writer: Writer, statements: number = writer.random.between(1, 30)): void {
	const { random } = writer;
	for (let i = random.between(1, 6); i > 0; i--) writeUnknown(writer);
	for (let i = 0; i < statements; i++) writeStatement(writer, 0);
	for (let i = 0; writer.height > 0 && i < 40; i++) {
		writer.push(BigInt(i * 32));
		writer.op(mstore, 2, 0);
	}
	writer.op(0x59, 0, 1);
	writer.push(0n);
	writer.op(random.chance(90) ? 0xf3 : 0xfd, 2, 0);
}

/** A word of the input, of the size that a mask leaves. */
function writeUnknown(writer: Writer): void {
	const { random } = writer;
	writer.push(BigInt(32 * random.below(8) + (random.chance(10) ? random.below(32) : 0)));
	writer.op(dataLoad, 1, 1);
	const bits = random.pick([
		1, 8, 16, 32, 40, 41, 63, 64, 65, 96, 127, 128, 129, 160, 192, 193, 255, 256, 256, 256, 256,
	]);
	if (bits === 256) return;
	if (random.chance(70)) {
		writer.push((1n << BigInt(bits)) - 1n);
		writer.op(and, 2, 1);
	} else {
		writer.push(BigInt(256 - bits));
		writer.op(0x1c, 2, 1);
	}
}

/** A word: one that is on the stack, a constant, or input. */
function writeOperand(writer: Writer): void {
	const { random, height } = writer;
	const kind = random.below(100);
	if (height > 0 && kind < 62) writer.op(dup1 + random.below(Math.min(height, 16)), 0, 1);
	else if (kind < 90 || height > 900) writer.push(randomWord(random));
	else writeUnknown(writer);
}

/** An offset into memory that is not known before the program runs. */
function writeOffset(writer: Writer): void {
	const { random } = writer;
	if (random.chance(50) || writer.height === 0) {
		writer.push(random.chance(98) ? BigInt(random.below(200)) : randomWord(random));
		return;
	}
	writeOperand(writer);
	if (random.chance(97)) {
		writer.push(BigInt(random.pick([0xff, 0x1f, 0x1ff, 0xe0])));
		writer.op(and, 2, 1);
	}
}

/** Consumes operands that are on top of the stack already, now and then, instead of new ones. */
function applyPure(writer: Writer): void {
	const { random } = writer;
	let chosen = random.pick(pureInstructions);
	for (let i = 0; i < 4 && chosen.since > writer.fork; i++) chosen = random.pick(pureInstructions);
	const takesTop = random.chance(35) && writer.height >= chosen.pops;
	if (!takesTop) for (let i = 0; i < chosen.pops; i++) writeOperand(writer);
	writer.op(chosen.code, chosen.pops, chosen.pushes);
}

/** Words change places, some are there twice, some go; then an instruction takes what happens to be on top. */
function writeShuffle(writer: Writer): void {
	const { random } = writer;
	for (let i = random.between(1, 4); i > 0; i--) writeBurst(writer);
}

function writeBurst(writer: Writer): void {
	const { random } = writer;
	while (writer.height < 3) writeUnknown(writer);
	if (random.chance(50)) writer.label(writer.newLabel());
	for (let i = random.between(2, 7); i > 0; i--) {
		const reach = Math.min(writer.height - 1, random.chance(80) ? 3 : 16);
		const kind = random.below(10);
		if (kind < 4) writer.op(swap1 + random.below(reach), 0, 0);
		else if (kind < 7) writer.op(dup1 + random.below(reach + 1), 0, 1);
		else if (writer.height > 3) writer.op(pop, 1, 0);
	}
	// Those that the kernel carries out work on the stack's memory.
	const chosen = random.pick([...kernelWork, random.pick(pureInstructions)]);
	if (chosen.since > writer.fork) return;
	writer.op(chosen.code, chosen.pops, chosen.pushes);
}

function writeStatement(writer: Writer, depth: number): void {
	const { random } = writer;
	const kind = random.below(depth < 3 ? 100 : 82);
	if (kind < 28) applyPure(writer);
	else if (kind < 36) writeShuffle(writer);
	else if (kind < 42 && writer.height > 1) writer.op(swap1 + random.below(Math.min(writer.height - 1, 16)), 0, 0);
	else if (kind < 46) writeOperand(writer);
	else if (kind < 49 && writer.height > 0) writer.op(pop, 1, 0);
	else if (kind < 54) {
		const read = random.pick(reads);
		if (read.since <= writer.fork || random.chance(3)) writer.op(read.code, 0, 1);
	} else if (kind < 59) {
		writeOffset(writer);
		writer.op(mload, 1, 1);
	} else if (kind < 65) {
		writeOperand(writer);
		writeOffset(writer);
		writer.op(random.chance(80) ? mstore : mstore8, 2, 0);
	} else if (kind < 67) {
		writer.push(BigInt(random.below(70)));
		writeOffset(writer);
		writer.op(keccak, 2, 1);
	} else if (kind < 70) {
		writeSlot(writer);
		writer.op(sload, 1, 1);
	} else if (kind < 73) {
		writeOperand(writer);
		writeSlot(writer);
		writer.op(sstore, 2, 0);
	} else if (kind < 75) {
		const [load, store] = transient;
		if (load!.since > writer.fork) return;
		if (random.chance(50)) writeOperand(writer);
		else writer.push(0n);
		writeSlot(writer);
		writer.op(store!.code, 2, 0);
		writeSlot(writer);
		writer.op(load!.code, 1, 1);
	} else if (kind < 77) {
		writer.push(BigInt(random.below(70)));
		writeOffset(writer);
		writeOffset(writer);
		writer.op(random.pick([0x37, 0x39, mcopy]), 3, 0);
	} else if (kind < 79) {
		for (let i = random.below(3); i > 0; i--) writeOperand(writer);
		writeLog(writer);
	} else if (kind < 82) {
		writer.label(writer.newLabel());
	} else if (kind < 88) {
		writeCondition(writer, depth);
	} else if (kind < 93) {
		writeLoop(writer, depth);
	} else if (kind < 97) {
		writeJumpOver(writer);
	} else {
		writeRoutine(writer, depth);
	}
}

function writeLog(writer: Writer): void {
	const topics = Math.min(writer.height, writer.random.below(5));
	writer.push(BigInt(writer.random.below(70)));
	writeOffset(writer);
	writer.op(0xa0 + topics, 2 + topics, 0);
}

function writeSlot(writer: Writer): void {
	const { random } = writer;
	if (random.chance(80)) writer.push(BigInt(random.below(4)));
	else {
		writeOperand(writer);
		writer.push(3n);
		writer.op(and, 2, 1);
	}
}

/** Leaves the height as it was, by dropping or adding words. */
function writeBalanced(writer: Writer, depth: number, height: number): void {
	for (let i = writer.random.between(0, 4); i > 0; i--) writeStatement(writer, depth + 1);
	while (writer.height > height) writer.op(pop, 1, 0);
	while (writer.height < height) writer.push(BigInt(writer.random.below(1000)));
}

function writeCondition(writer: Writer, depth: number): void {
	const { random } = writer;
	const end = writer.newLabel();
	writeOperand(writer);
	const negates = random.chance(50);
	if (negates) writer.op(isZero, 1, 1);
	else if (random.chance(50)) {
		writeOperand(writer);
		writer.op(random.pick([0x10, 0x11, 0x12, 0x13, 0x14]), 2, 1);
	}
	writer.pushLabel(end);
	writer.op(jumpi, 2, 0);
	writeBalanced(writer, depth, writer.height);
	writer.label(end);
}

/** The counter is on the stack; the body may change the words below, not the counter. */
function writeLoop(writer: Writer, depth: number): void {
	const { random } = writer;
	const start = writer.newLabel();
	writer.push(BigInt(random.between(1, 6)));
	writer.label(start);
	const height = writer.height;
	for (let i = random.between(0, 4); i > 0; i--) writeStatement(writer, depth + 1);
	// The counter is wherever the body put it: the loop ends by gas at the latest.
	while (writer.height > height) writer.op(pop, 1, 0);
	while (writer.height < height) writer.push(0n);
	writer.push(1n);
	writer.op(swap1, 0, 0);
	writer.op(subtract, 2, 1);
	writer.op(dup1, 0, 1);
	writer.pushLabel(start);
	writer.op(jumpi, 2, 0);
	writer.op(pop, 1, 0);
}

function writeJumpOver(writer: Writer): void {
	const { random } = writer;
	const label = writer.newLabel();
	writer.pushLabel(label);
	if (random.chance(30)) {
		writer.push(0n);
		writer.op(add, 2, 1);
	}
	writer.op(jump, 1, 0);
	if (random.chance(50)) writer.raw(random.bytes(random.below(4)));
	writer.label(label);
}

/** A piece of code that is jumped to with the way back on the stack, from two places. */
function writeRoutine(writer: Writer, depth: number): void {
	const { random } = writer;
	const [routine, first, second, over] = [writer.newLabel(), writer.newLabel(), writer.newLabel(), writer.newLabel()];
	for (const back of [first, second]) {
		writer.pushLabel(back);
		writer.pushLabel(routine);
		writer.op(jump, 1, 0);
		writer.label(back);
		writer.height--;
	}
	writer.pushLabel(over);
	writer.op(jump, 1, 0);
	writer.label(routine);
	writer.height++;
	const height = writer.height;
	if (random.chance(60)) {
		// Works on the word below the way back.
		writer.op(swap1, 0, 0);
		applyPure(writer);
		while (writer.height > height) writer.op(pop, 1, 0);
		while (writer.height < height) writer.push(1n);
		writer.op(swap1, 0, 0);
	} else {
		writeBalanced(writer, depth, height);
	}
	writer.height = height;
	writer.op(jump, 1, 0);
	writer.label(over);
}
