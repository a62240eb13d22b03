import { absent, contracts, delegated, hollow, sender, wealthy } from "../../differential/accounts.js";
import { type Instruction, instruction, instructionsOf, pureInstructions } from "../../differential/instructions.js";
import { randomWord } from "../../differential/operands.js";
import type { Writer } from "../../differential/writer.js";
import { type Scope, spread, writeInput, writeNarrowing, writeOffset, writeOperand, writeSize } from "./scope.js";

const environment = instructionsOf(`ADDRESS ORIGIN CALLER CALLVALUE CALLDATASIZE CODESIZE GASPRICE RETURNDATASIZE
	COINBASE TIMESTAMP NUMBER PREVRANDAO GASLIMIT CHAINID SELFBALANCE BASEFEE BLOBBASEFEE PC MSIZE MSIZE MSIZE GAS GAS GAS
	PUSH0`);
const accountReads = instructionsOf("BALANCE EXTCODESIZE EXTCODEHASH");
const calls = instructionsOf("CALL CALL CALL STATICCALL STATICCALL DELEGATECALL DELEGATECALL CALLCODE");
const copies = instructionsOf("CALLDATACOPY CODECOPY MCOPY MCOPY");
const transient = instructionsOf("TLOAD TSTORE");
const creations = instructionsOf("CREATE CREATE2");
const call = instruction("CALL");
const shiftRight = instruction("SHR");
const returnDataSize = instruction("RETURNDATASIZE");

/** Does the fork have it? Now and then it is written anyway. */
function isAllowed({ random, fork }: Writer, { since }: Instruction): boolean {
	return since <= fork || random.below(200) === 0;
}

/** An operation on words; takes what is on top, now and then, instead of new operands. */
export function writePure(scope: Scope): void {
	const { writer } = scope;
	const { random } = writer;
	const chosen = random.pick(pureInstructions);
	if (!isAllowed(writer, chosen)) return;
	const free = writer.height - scope.floor;
	const taken = random.chance(60) ? Math.min(free, random.below(chosen.pops + 1)) : 0;
	for (let i = chosen.pops - taken; i > 1; i--) writeOperand(scope);
	if (taken < chosen.pops) {
		const counts = countsOf(chosen);
		if (counts !== undefined && random.chance(75)) writer.push(random.pick(counts));
		else writeOperand(scope);
	}
	writer.op(chosen.code, chosen.pops, chosen.pushes);
}

const byteCounts = [0, 1, 7, 8, 15, 16, 23, 24, 29, 30, 30, 31, 31, 32, 33].map(BigInt);
const bitCounts = [0, 1, 7, 8, 31, 32, 33, 63, 64, 65, 127, 128, 129, 191, 192, 193, 254, 255, 256, 257].map(BigInt);

/** What the word on top of the stack is for SIGNEXTEND, BYTE and shifts: the index of a byte, or a number of bits. */
function countsOf({ code }: Instruction): readonly bigint[] | undefined {
	if (code === 0x0b || code === 0x1a) return byteCounts;
	return code >= 0x1b && code <= 0x1d ? bitCounts : undefined;
}

/** An operation on constants, which the compiler carries out itself. */
export function writeConstantPure({ writer }: Scope): void {
	const { random } = writer;
	const chosen = random.pick(pureInstructions);
	if (chosen.since > writer.fork) return;
	for (let i = chosen.pops; i > 1; i--) writer.push(randomWord(random));
	const counts = countsOf(chosen);
	writer.push(counts !== undefined && random.chance(85) ? random.pick(counts) : randomWord(random));
	writer.op(chosen.code, chosen.pops, 1);
}

const narrowOperations = instructionsOf("ADD ADD SUB MUL MUL DIV MOD SHL LT GT SLT SGT EQ AND OR XOR SDIV SMOD");

/** An operation on words whose width is known, most often where it ends with a limb. */
export function writeNarrowPure(scope: Scope): void {
	const { writer } = scope;
	const { random } = writer;
	const chosen = random.pick(narrowOperations);
	if (chosen.since > writer.fork) return;
	const bits = random.pick([32, 63, 64, 64, 64, 65, 128, 128, 192]);
	for (let i = 0; i < 2; i++) {
		if (random.chance(20)) {
			writer.push((1n << BigInt(bits)) - BigInt(random.between(1, 3)));
			continue;
		}
		if (writer.height > 0 && random.chance(50)) writer.op(0x80 + random.below(Math.min(16, writer.height)), 0, 1);
		else writeInput(scope);
		const shifts = random.chance(30) && shiftRight.since <= writer.fork;
		writer.push(shifts ? BigInt(256 - bits) : (1n << BigInt(bits)) - 1n);
		writer.op(shifts ? shiftRight.code : 0x16, 2, 1);
	}
	writer.op(chosen.code, 2, 1);
}

/** Works on a word below the top, which comes back to where it was. */
export function writeUnderneath(scope: Scope): void {
	const { writer, floor } = scope;
	const { random } = writer;
	const free = writer.height - floor;
	if (free < 2) return writePure(scope);
	const distance = random.between(1, Math.min(free - 1, 3));
	writer.op(0x8f + distance, 0, 0);
	const chosen = random.pick(pureInstructions);
	if (chosen.since <= writer.fork) {
		for (let i = 1; i < chosen.pops; i++) writeOperand(scope);
		writer.op(chosen.code, chosen.pops, 1);
	}
	writer.op(0x8f + distance, 0, 0);
}

/** Memory at constant offsets, ever further, and what sees how long it is and what it cost, in between. */
export function writeGrowth(scope: Scope): void {
	const { writer } = scope;
	const { random } = writer;
	let offset = random.below(300);
	for (let i = random.between(2, 4); i > 0; i--) {
		if (random.chance(60)) {
			writeOperand(scope);
			writer.push(BigInt(offset));
			writer.op(0x52, 2, 0);
		} else {
			writer.push(BigInt(offset));
			writer.op(0x51, 1, 1);
		}
		offset += random.below(random.chance(80) ? 100 : 1500);
		if (i === 1 || random.chance(40)) continue;
		if (random.chance(70)) writer.op(random.pick([0x5a, 0x59]), 0, 1);
		else if (random.chance(50)) writeStorageStore(scope);
		else writeKeccak(scope);
	}
}

/** More memory than the kernel has room for at first: it moves, between accesses that know where it is. */
export function writeGiantGrowth(scope: Scope): void {
	const { writer } = scope;
	const { random } = writer;
	writeStore(scope);
	const far = BigInt((1 << 20) + random.below(1 << 17));
	writeOperand(scope);
	writer.push(far);
	const kind = random.below(5);
	if (kind === 0) writer.op(0x52, 2, 0);
	else if (kind === 1) writer.op(0x53, 2, 0);
	else if (kind === 2) {
		writer.op(0x51, 1, 1);
		writer.op(0x50, 1, 0);
	} else {
		writer.op(0x50, 1, 0);
		writer.op(0x50, 1, 0);
		writer.push(40n);
		writer.push(BigInt(random.below(40)));
		writer.push(far);
		writer.op(kind === 3 ? 0x37 : 0x39, 3, 0);
	}
	writeStore(scope);
	writeLoad(scope);
}

/** DUP, SWAP, POP in a row, then something that takes what is on top. */
export function writeShuffle(scope: Scope): void {
	const { writer, floor } = scope;
	const { random } = writer;
	for (let i = random.between(2, 6); i > 0; i--) {
		const free = writer.height - floor;
		const reach = Math.min(free - 1, random.chance(80) ? 3 : 16);
		const kind = random.below(10);
		if (kind < 5 && reach > 0) writer.op(0x90 + random.below(reach), 0, 0);
		else if (kind < 8 && writer.height > 0) writer.op(0x80 + random.below(Math.min(16, writer.height)), 0, 1);
		else if (free > 1) writer.op(0x50, 1, 0);
	}
	if (random.chance(60)) writePure(scope);
}

export function writeNarrow(scope: Scope): void {
	const { writer, floor } = scope;
	if (writer.height > floor) writeNarrowing(writer);
	else writeInput(scope);
}

export function writeEnvironment({ writer }: Scope): void {
	const chosen = writer.random.pick(environment);
	if (isAllowed(writer, chosen)) writer.op(chosen.code, 0, 1);
}

export function writeLoad(scope: Scope): void {
	writeOffset(scope);
	scope.writer.op(0x51, 1, 1);
}

export function writeStore(scope: Scope): void {
	const { writer } = scope;
	if (writer.height === scope.floor || writer.random.chance(70)) writeOperand(scope);
	writeOffset(scope);
	writer.op(writer.random.chance(80) ? 0x52 : 0x53, 2, 0);
}

export function writeKeccak(scope: Scope): void {
	writeSize(scope);
	writeOffset(scope);
	scope.writer.op(0x20, 2, 1);
}

export function writeCopy(scope: Scope): void {
	const { writer } = scope;
	const chosen = writer.random.pick(copies);
	if (!isAllowed(writer, chosen)) return;
	writeSize(scope);
	writeOffset(scope);
	writeOffset(scope);
	writer.op(chosen.code, 3, 0);
}

function writeSlot(scope: Scope): void {
	const { writer } = scope;
	const { random } = writer;
	if (random.chance(75)) writer.push(BigInt(random.below(5)));
	else if (random.chance(15)) writer.push(randomWord(random));
	else {
		writeOperand(scope);
		writer.push(3n);
		writer.op(0x16, 2, 1);
	}
}

export function writeStorageLoad(scope: Scope): void {
	writeSlot(scope);
	scope.writer.op(0x54, 1, 1);
}

export function writeStorageStore(scope: Scope): void {
	const { writer } = scope;
	const { random } = writer;
	if (random.chance(60)) writer.push(BigInt(random.below(3)));
	else writeOperand(scope);
	writeSlot(scope);
	writer.op(0x55, 2, 0);
}

export function writeTransient(scope: Scope): void {
	const { writer } = scope;
	const [load, store] = transient;
	if (!isAllowed(writer, load!)) return;
	if (writer.random.chance(50)) {
		writeOperand(scope);
		writeSlot(scope);
		writer.op(store!.code, 2, 0);
	}
	writeSlot(scope);
	writer.op(load!.code, 1, 1);
}

export function writeLog(scope: Scope): void {
	const { writer } = scope;
	const { random } = writer;
	const topics = random.below(5);
	for (let i = Math.max(0, topics - (writer.height - scope.floor)); i > 0; i--) writeOperand(scope);
	writeSize(scope);
	writeOffset(scope);
	writer.op(0xa0 + topics, 2 + topics, 0);
}

/** Accounts there are, and such as there are not. */
function randomAccount({ random }: Writer): bigint {
	const address = BigInt(random.pick([...contracts, wealthy, hollow, absent, delegated, sender, "0x4", "0x2"]));
	return random.chance(8) ? address | (1n << 200n) : address;
}

export function writeAccountRead(scope: Scope): void {
	const { writer } = scope;
	const { random } = writer;
	const kind = random.below(10);
	if (kind < 7) {
		const chosen = random.pick(accountReads);
		if (!isAllowed(writer, chosen)) return;
		writer.push(randomAccount(writer));
		writer.op(chosen.code, 1, 1);
	} else if (kind < 8) {
		writeSize(scope);
		writeOffset(scope);
		writeOffset(scope);
		writer.push(randomAccount(writer));
		writer.op(0x3c, 4, 0);
	} else {
		writer.push(random.chance(80) ? BigInt(1000 - random.below(4)) : randomWord(random));
		writer.op(0x40, 1, 1);
	}
}

/** Precompiled contracts that take little time. */
const precompiles = spread<bigint>([
	[10, 4n],
	[2, 2n],
	[1, 3n],
	[2, 5n],
]);
const amounts = spread<bigint>([
	[12, 0n],
	[3, 1n],
	[1, 5000n],
]);

/** Calls an earlier program, another contract, a precompiled one, or what is none. */
export function writeCall(scope: Scope): void {
	const { writer, siblings } = scope;
	const { random, fork } = writer;
	let chosen = random.pick(calls);
	if (chosen.since > fork) chosen = call;
	const kind = random.below(100);
	const isSibling = kind < 45 && siblings.length > 0;
	if (isSibling) {
		writer.pushLabel(random.pick(siblings));
		writer.push(0n);
		writer.op(0x52, 2, 0);
	}
	// Output and input: sizes lie below offsets.
	writer.push(BigInt(random.below(70)));
	writeOffset(scope);
	writer.push(isSibling ? BigInt(random.below(40) + 32) : BigInt(random.below(100)));
	if (isSibling) writer.push(0n);
	else writeOffset(scope);
	if (chosen.pops === 7) writer.push(random.pick(amounts));
	if (isSibling) writer.push(BigInt(contracts[0]));
	else if (kind < 65) writer.push(BigInt(contracts[1]));
	else if (kind < 90) writer.push(random.pick(precompiles));
	else writer.push(randomAccount(writer));
	if (random.chance(55)) writer.op(0x5a, 0, 1);
	else writer.push(BigInt(random.pick([0, 100, 700, 2300, 3000, 10_000, 0xffffff, random.below(9000)])));
	writer.op(chosen.code, chosen.pops, 1);
	if (random.chance(30)) writeReturnData(scope);
}

/** What a call returned. */
export function writeReturnData(scope: Scope): void {
	const { writer } = scope;
	const { random } = writer;
	if (writer.fork < returnDataSize.since) return;
	writer.op(returnDataSize.code, 0, 1);
	if (random.chance(40)) return;
	if (random.chance(15)) {
		writer.push(BigInt(random.below(40)));
		writer.push(BigInt(random.below(2)));
	} else {
		writer.push(0n);
	}
	writeOffset(scope);
	writer.op(0x3e, 3, 0);
}

const initcodes = ["00", "60016000f3", "fe", "60006000fd", "33ff", "6001600055", "60005460015560026000f3", ""];

export function writeCreation(scope: Scope): void {
	const { writer } = scope;
	const { random } = writer;
	const chosen = random.pick(creations);
	if (!isAllowed(writer, chosen)) return;
	const code = random.pick(initcodes);
	const size = code.length / 2;
	writer.push(BigInt(`0x0${code}`));
	writer.push(0n);
	writer.op(0x52, 2, 0);
	if (chosen.pops === 4) writer.push(BigInt(random.below(3)));
	writer.push(BigInt(size));
	writer.push(BigInt(32 - size));
	writer.push(random.pick(amounts));
	writer.op(chosen.code, chosen.pops, 1);
}
