import { randomAddress } from "./accounts.js";
import { randomInitcode } from "./initcode.js";
import { type Instruction, instruction, instructionsOf, pureInstructions } from "./instructions.js";
import { randomCallGas, randomOffset, randomSize, randomWord, toWord } from "./operands.js";
import { randomPrecompileInput } from "./precompile-input.js";
import type { Writer } from "./writer.js";

type Operand = (writer: Writer) => void;

const word: Operand = (writer) => writer.push(randomWord(writer.random));
const offset: Operand = (writer) => writer.push(randomOffset(writer.random));
const size: Operand = (writer) => writer.push(randomSize(writer.random));
const address: Operand = (writer) => writer.push(randomAddress(writer.random));
const slot: Operand = (writer) => {
	const { random } = writer;
	writer.push(random.chance(92) ? BigInt(random.below(4)) : randomWord(random));
};
const storedValue: Operand = (writer) => {
	const { random } = writer;
	writer.push(random.chance(80) ? BigInt(random.below(3)) : randomWord(random));
};
const callGas: Operand = (writer) => {
	if (writer.random.chance(25)) plain(writer, instruction("GAS"));
	else writer.push(randomCallGas(writer.random));
};
const amount: Operand = (writer) => {
	const { random } = writer;
	writer.push(
		random.weighted([
			[60, 0n],
			[25, 1n],
			[10, BigInt(random.below(2000))],
			[5, randomWord(random)],
		]),
	);
};

function plain(writer: Writer, { code, pops, pushes }: Instruction): void {
	writer.op(code, pops, pushes);
}

/** An operand: now and then a copy of what is on the stack. */
function supply(writer: Writer, operand: Operand): void {
	const { random, height } = writer;
	if (height > 0 && random.chance(18)) writer.op(0x80 + random.below(Math.min(height, 16)), 0, 1);
	else operand(writer);
}

/** An instruction with its operands, the first being the one on top. */
function apply(writer: Writer, target: Instruction, ...operands: readonly Operand[]): void {
	for (let i = operands.length - 1; i >= 0; i--) supply(writer, operands[i]!);
	plain(writer, target);
}

const environment =
	instructionsOf(`ADDRESS ORIGIN CALLER CALLVALUE CALLDATASIZE CODESIZE GASPRICE RETURNDATASIZE COINBASE
	TIMESTAMP NUMBER PREVRANDAO GASLIMIT CHAINID SELFBALANCE BASEFEE BLOBBASEFEE PC MSIZE GAS GAS GAS PUSH0`);
const accountReads = instructionsOf("BALANCE EXTCODESIZE EXTCODEHASH");
const copies = instructionsOf("CALLDATACOPY CODECOPY RETURNDATACOPY MCOPY");

function has(writer: Writer, { since }: Instruction): boolean {
	return since <= writer.fork;
}

/** Picks an instruction; nearly always one the fork has. */
function choose(writer: Writer, instructions: readonly Instruction[]): Instruction {
	for (let i = 0; i < 8; i++) {
		const chosen = writer.random.pick(instructions);
		if (has(writer, chosen)) return chosen;
	}
	return instructions[0]!;
}

const statements: readonly (readonly [weight: number, write: (writer: Writer) => void])[] = [
	[
		60,
		(writer) => {
			const chosen = choose(writer, pureInstructions);
			apply(writer, chosen, ...Array.from({ length: chosen.pops }, () => word));
		},
	],
	[12, (writer) => plain(writer, choose(writer, environment))],
	[7, (writer) => apply(writer, choose(writer, accountReads), address)],
	[3, (writer) => apply(writer, instruction("CALLDATALOAD"), offset)],
	[2, (writer) => apply(writer, instruction("BLOCKHASH"), blockNumber)],
	[1, (writer) => apply(writer, choose(writer, instructionsOf("CALLDATALOAD BLOBHASH")), word)],
	[10, (writer) => apply(writer, instruction("MSTORE"), offset, word)],
	[3, (writer) => apply(writer, instruction("MSTORE8"), offset, word)],
	[6, (writer) => apply(writer, instruction("MLOAD"), offset)],
	[4, (writer) => apply(writer, instruction("KECCAK256"), offset, size)],
	[6, writeCopy],
	[2, (writer) => apply(writer, instruction("EXTCODECOPY"), address, offset, offset, size)],
	[12, (writer) => apply(writer, instruction("SLOAD"), slot)],
	[16, (writer) => apply(writer, instruction("SSTORE"), slot, storedValue)],
	[5, (writer) => apply(writer, choose(writer, instructionsOf("SLOAD TLOAD")), slot)],
	[5, (writer) => apply(writer, choose(writer, instructionsOf("SSTORE TSTORE")), slot, storedValue)],
	[4, writeLog],
	[14, writeCall],
	[3, writePrecompileCall],
	[5, writeCreation],
	[8, shuffle],
	[2, reachDeep],
	[3, (writer) => writer.height > 0 && writer.op(0x50, 1, 0)],
	[2, writeDynamicJump],
];

function blockNumber(writer: Writer): void {
	const { random } = writer;
	writer.push(random.chance(80) ? 1000n - BigInt(random.between(-3, 260)) : randomWord(random));
}

function writeCopy(writer: Writer): void {
	const chosen = choose(writer, copies);
	// Return data is rarely as long as asked for: reading too far halts.
	const small: Operand = (w) => w.push(BigInt(w.random.below(w.random.chance(70) ? 3 : 70)));
	if (chosen.code === 0x3e) apply(writer, chosen, offset, small, small);
	else apply(writer, chosen, offset, offset, size);
}

function writeLog(writer: Writer): void {
	const topics = writer.random.below(5);
	apply(writer, instruction(`LOG${topics}`), offset, size, ...Array.from({ length: topics }, () => word));
}

function shuffle(writer: Writer): void {
	const { random, height } = writer;
	if (height >= 2 && random.chance(60)) writer.op(0x90 + random.below(Math.min(height - 1, 16)), 0, 0);
	else if (height >= 1) writer.op(0x80 + random.below(Math.min(height, 16)), 0, 1);
}

/** DUP and SWAP of what lies far below. */
function reachDeep(writer: Writer): void {
	const { random } = writer;
	for (let i = random.between(8, 17); i > 0; i--) writer.push(BigInt(random.below(1000)));
	for (let i = random.between(1, 4); i > 0; i--) shuffle(writer);
}

const smallArea: readonly Operand[] = [offset, (writer) => writer.push(BigInt(writer.random.below(130)))];

function writeCall(writer: Writer): void {
	const { random } = writer;
	const chosen = choose(
		writer,
		instructionsOf("CALL CALL CALL CALLCODE DELEGATECALL DELEGATECALL STATICCALL STATICCALL"),
	);
	const area = random.chance(95) ? smallArea : [offset, size];
	const value = chosen.pops === 7 ? [amount] : [];
	apply(writer, chosen, callGas, address, ...value, ...area, ...area);
	if (random.chance(30)) storeTop(writer);
	if (random.chance(30) && has(writer, instruction("RETURNDATASIZE"))) {
		// All that came back.
		plain(writer, instruction("RETURNDATASIZE"));
		writer.push(0n);
		writer.push(BigInt(random.below(64)));
		plain(writer, instruction("RETURNDATACOPY"));
	}
}

/** Keeps what is on top of the stack in memory, where it becomes part of the output. */
function storeTop(writer: Writer): void {
	if (writer.height === 0) return;
	writer.push(BigInt(writer.random.below(4) * 32));
	plain(writer, instruction("MSTORE"));
}

/** Puts bytes at the start of memory. */
function writeMemory(writer: Writer, bytes: Uint8Array): void {
	for (let at = 0; at < bytes.length; at += 32) {
		const part = new Uint8Array(32);
		part.set(bytes.subarray(at, at + 32));
		writer.push(toWord(part));
		writer.push(BigInt(at));
		plain(writer, instruction("MSTORE"));
	}
}

function writePrecompileCall(writer: Writer): void {
	const { random } = writer;
	const { address: target, input } = randomPrecompileInput(random);
	writeMemory(writer, input);
	const chosen = choose(writer, instructionsOf("CALL STATICCALL DELEGATECALL"));
	const value = chosen.pops === 7 ? [amount] : [];
	const exact = [(w: Writer) => w.push(0n), (w: Writer) => w.push(BigInt(input.length))];
	const gas: Operand = random.chance(80) ? (w) => plain(w, instruction("GAS")) : callGas;
	apply(writer, chosen, gas, (w) => w.push(BigInt(target)), ...value, ...exact, ...smallArea);
}

function writeCreation(writer: Writer): void {
	const { random } = writer;
	const code = randomInitcode(random);
	writeMemory(writer, code);
	const chosen = choose(writer, instructionsOf("CREATE CREATE2"));
	const length: Operand = (w) => {
		const usual = random.chance(94) ? BigInt(code.length) : randomSize(random);
		w.push(random.chance(97) ? usual : BigInt(49152 + random.between(-1, 1)));
	};
	const salt: readonly Operand[] = chosen.pops === 4 ? [(w) => w.push(BigInt(random.below(2)))] : [];
	apply(writer, chosen, amount, (w) => w.push(0n), length, ...salt);
	if (random.chance(60)) callTop(writer);
}

/** Calls the account whose address is on top of the stack. */
function callTop(writer: Writer): void {
	const { random } = writer;
	const value = random.chance(20) ? 1n : 0n;
	for (const operand of [0n, 0n, 0n, 0n, value]) writer.push(operand);
	writer.op(0x85, 0, 1);
	callGas(writer);
	plain(writer, instruction("CALL"));
}

/** A jump whose target is computed. */
function writeDynamicJump(writer: Writer): void {
	const { random } = writer;
	const label = writer.newLabel();
	const distance = BigInt(random.below(1000));
	writer.pushLabel(label);
	writer.push(distance);
	plain(writer, instruction("ADD"));
	writer.push(distance);
	writer.op(0x90, 0, 0);
	plain(writer, instruction("SUB"));
	plain(writer, instruction("JUMP"));
	if (random.chance(30)) writer.raw(random.bytes(random.below(5)));
	writer.label(label);
}

/** Writes one random statement; it may leave words on the stack. */
export function writeStatement(writer: Writer): void {
	writer.random.weighted(statements)(writer);
}

/** Ends the program, most often with an output that depends on what is on the stack. */
export function writeEnd(writer: Writer): void {
	const { random } = writer;
	for (let i = random.below(3); i > 0 && writer.height > 0; i--) storeTop(writer);
	random.weighted<() => void>([
		[
			50,
			() =>
				apply(
					writer,
					instruction("RETURN"),
					(w) => w.push(0n),
					(w) => w.push(BigInt(random.below(5) * 32)),
				),
		],
		[10, () => apply(writer, instruction("RETURN"), offset, size)],
		[
			has(writer, instruction("REVERT")) ? 8 : 0,
			() =>
				apply(
					writer,
					instruction("REVERT"),
					(w) => w.push(0n),
					(w) => w.push(64n),
				),
		],
		[12, () => plain(writer, instruction("STOP"))],
		[10, () => apply(writer, instruction("SELFDESTRUCT"), address)],
		[2, () => writer.op(0xfe, 0, 0)],
		[8, () => {}],
	])();
}
