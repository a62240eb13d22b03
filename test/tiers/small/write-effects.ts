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
	for (let i = chosen.pops - taken; i > 0; i--) writeOperand(scope);
	writer.op(chosen.code, chosen.pops, chosen.pushes);
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
