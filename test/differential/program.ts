import { opcodes } from "@evmore/evm/spec";
import {
	absent,
	coinbase,
	contracts,
	creationAddress,
	delegated,
	hollow,
	randomAddress,
	sender,
	wealthy,
} from "./accounts.js";
import { forkIndex, fuzzForks } from "./forks.js";
import { randomInitcode } from "./initcode.js";
import { assembleItems, type Item } from "./item.js";
import { randomWord } from "./operands.js";
import { Random } from "./random.js";
import { writeEnd, writeStatement } from "./statements.js";
import { Writer } from "./writer.js";

export interface FuzzAccount {
	readonly address: string;
	readonly balance: bigint;
	readonly nonce: bigint;
	readonly code: readonly Item[];
	readonly storage: readonly (readonly [slot: bigint, value: bigint])[];
}

/** A message from the sender. */
export interface FuzzMessage {
	/** Undefined: a creation, `data` is the initcode. */
	readonly to: string | undefined;
	readonly data: readonly Item[];
	readonly value: bigint;
	readonly gas: bigint;
	readonly isStatic: boolean;
}

/** A state, and messages that are executed one after the other, each as a transaction of its own. */
export interface FuzzProgram {
	/** `seed:index`, from which it can be made again. */
	readonly id: string;
	/** Position in the list of forks. */
	readonly fork: number;
	readonly accounts: readonly FuzzAccount[];
	readonly messages: readonly FuzzMessage[];
}

const prague = forkIndex("Prague");
const spuriousDragon = forkIndex("SpuriousDragon");

/** The program with a number, the same every time. @param fork its name; undefined: the program chooses */
export function generateProgram(seed: string, index: number, fork?: string): FuzzProgram {
	const random = new Random(`${seed}:${index}`);
	const chosen = random.below(fuzzForks.length);
	const position = fork === undefined ? chosen : forkIndex(fork);
	const count = random.weighted([
		[50, 1],
		[30, 2],
		[20, 3],
	]);
	const accounts: FuzzAccount[] = contracts.map((address, i) => ({
		address,
		balance: BigInt(random.pick([0, 1, 5, 1000])),
		nonce: 1n,
		code: i < count ? randomCode(random, position) : simpleCode(random),
		storage: randomStorage(random),
	}));
	accounts.push({ address: sender, balance: 10n ** 20n, nonce: BigInt(random.below(3)), code: [], storage: [] });
	accounts.push({ address: wealthy, balance: 12345n, nonce: 0n, code: [], storage: [] });
	accounts.push({ address: coinbase, balance: 7n, nonce: 0n, code: [], storage: [] });
	if (position < spuriousDragon) accounts.push({ address: hollow, balance: 0n, nonce: 0n, code: [], storage: [] });
	if (position >= prague) {
		const target = random.pick([contracts[1], contracts[2], wealthy, absent, delegated, `0x${"00".repeat(19)}04`]);
		const code: Item = { kind: "raw", bytes: Uint8Array.from(Buffer.from(`ef0100${target.slice(2)}`, "hex")) };
		accounts.push({ address: delegated, balance: 3n, nonce: 1n, code: [code], storage: [] });
	}
	const senderNonce = Number(accounts.find(({ address }) => address === sender)!.nonce);
	const messages: FuzzMessage[] = [];
	for (let i = random.chance(60) ? 1 : random.between(2, 4); i > 0; i--) {
		const created = messages
			.filter(({ to }) => to === undefined)
			.map((_, k) => creationAddress(sender, senderNonce + k));
		messages.push(randomMessage(random, position, created));
	}
	return { id: `${seed}:${index}`, fork: position, accounts, messages };
}

/** @param created addresses of contracts that earlier messages created, or tried to */
function randomMessage(random: Random, fork: number, created: readonly string[]): FuzzMessage {
	const isCreation = random.chance(12);
	const data: Item[] = isCreation
		? random.chance(50)
			? randomCode(random, fork)
			: [{ kind: "raw", bytes: randomInitcode(random) }]
		: [{ kind: "raw", bytes: random.bytes(random.chance(60) ? random.below(70) : 0) }];
	// Sending ether is a change of state.
	const value = BigInt(
		random.weighted([
			[70, 0],
			[20, 1],
			[10, 5000],
		]),
	);
	return {
		to: isCreation ? undefined : randomTarget(random, created),
		data,
		value,
		gas: BigInt(randomGas(random)),
		isStatic: !isCreation && value === 0n && random.chance(4),
	};
}

function randomTarget(random: Random, created: readonly string[]): string {
	if (created.length > 0 && random.chance(60)) return random.pick(created);
	return random.chance(88) ? contracts[0] : toAddress(randomAddress(random));
}

function toAddress(word: bigint): string {
	return `0x${(word % (1n << 160n)).toString(16).padStart(40, "0")}`;
}

/** Most programs get through, many run out of gas somewhere. */
function randomGas(random: Random): number {
	return random.weighted<() => number>([
		[4, () => random.below(200)],
		[6, () => random.below(5000)],
		[14, () => random.below(60_000)],
		[30, () => random.between(60_000, 400_000)],
		[38, () => random.between(400_000, 1_200_000)],
		[2, () => random.between(1_200_000, 8_000_000)],
	])();
}

function randomStorage(random: Random): (readonly [bigint, bigint])[] {
	const storage: (readonly [bigint, bigint])[] = [];
	for (let slot = 0n; slot < 4n; slot++) {
		if (random.chance(35)) storage.push([slot, random.chance(70) ? BigInt(random.between(1, 2)) : randomWord(random)]);
	}
	return storage.filter(([, value]) => value !== 0n);
}

function simpleCode(random: Random): Item[] {
	const codes = [
		"",
		"00",
		"60016000f3",
		"60005460010160005500",
		"33ff",
		"60006000fd",
		"fe",
		"3660006000373660006000f3",
	];
	return [{ kind: "raw", bytes: Uint8Array.from(Buffer.from(random.pick(codes), "hex")) }];
}

/** The code of a contract by one of the generators. */
function randomCode(random: Random, fork: number): Item[] {
	const writer = new Writer(random, fork);
	random.weighted<() => void>([
		[85, () => writeBlocks(writer)],
		[10, () => writeLooseInstructions(writer)],
		[5, () => writer.raw(random.bytes(random.between(1, 60)))],
	])();
	return writer.items;
}

function writeBlocks(writer: Writer): void {
	writeBody(writer, writer.random.between(1, 14), 0);
	writeEnd(writer);
}

/** Statements, some of them loops and conditions with a body. */
function writeBody(writer: Writer, statements: number, depth: number): void {
	const { random } = writer;
	for (let i = 0; i < statements; i++) {
		const kind = depth < 3 ? random.below(100) : 99;
		if (kind < 7) writeLoop(writer, depth);
		else if (kind < 16) writeCondition(writer, depth);
		else if (kind < 17) writeEnd(writer);
		else if (kind < 19) writeSubroutine(writer, depth);
		else writeStatement(writer);
	}
}

/** A body after which the stack is as high as before; it may write to what lies below. */
function writeBalancedBody(writer: Writer, statements: number, depth: number): void {
	const height = writer.height;
	writeBody(writer, statements, depth + 1);
	while (writer.height > height) writer.op(0x50, 1, 0);
	while (writer.height < height) writer.push(1n);
}

/** `for (counter = n; counter != 0; counter--) body`; the counter is on the stack, the body can reach it. */
function writeLoop(writer: Writer, depth: number): void {
	const { random } = writer;
	const start = writer.newLabel();
	writer.push(BigInt(random.between(1, random.chance(80) ? 8 : 60)));
	writer.label(start);
	writeBalancedBody(writer, random.between(1, 4), depth);
	writer.push(1n);
	writer.op(0x90, 0, 0);
	writer.op(0x03, 2, 1);
	writer.op(0x80, 0, 1);
	writer.pushLabel(start);
	writer.op(0x57, 2, 0);
	writer.op(0x50, 1, 0);
}

function writeCondition(writer: Writer, depth: number): void {
	const end = writer.newLabel();
	if (writer.height > 0 && writer.random.chance(60)) writer.op(0x80, 0, 1);
	else writer.push(randomWord(writer.random));
	if (writer.random.chance(50)) writer.op(0x15, 1, 1);
	writer.pushLabel(end);
	writer.op(0x57, 2, 0);
	writeBalancedBody(writer, writer.random.between(1, 3), depth);
	writer.label(end);
}

/** A piece of code that is called twice with the address of where to go on. */
function writeSubroutine(writer: Writer, depth: number): void {
	const [routine, first, second, over] = [writer.newLabel(), writer.newLabel(), writer.newLabel(), writer.newLabel()];
	for (const back of [first, second]) {
		writer.pushLabel(back);
		writer.pushLabel(routine);
		writer.op(0x56, 1, 0);
		writer.label(back);
		writer.height--;
	}
	writer.pushLabel(over);
	writer.op(0x56, 1, 0);
	writer.label(routine);
	writer.height++;
	const height = writer.height;
	writeBalancedBody(writer, writer.random.between(1, 3), depth);
	// Statements may have exchanged what lies below: the way back is then somewhere else, most often nowhere.
	writer.height = height;
	writer.op(0x56, 1, 0);
	writer.label(over);
}

/** Any instructions, with operands for about as many as they take. */
function writeLooseInstructions(writer: Writer): void {
	const { random } = writer;
	for (let i = random.between(2, 40); i > 0; i--) {
		if (random.chance(55)) writer.push(random.chance(70) ? BigInt(random.below(70)) : randomWord(random));
		else if (random.chance(8)) writer.label(writer.newLabel());
		else writer.op(random.chance(97) ? random.pick(opcodes).code : random.below(256), 0, 0);
	}
}

/** The program as text that can be read, and pasted into a test. */
export function describeProgram(program: FuzzProgram): string {
	const lines = [`program ${program.id}, ${fuzzForks[program.fork]!.name}`];
	for (const { address, balance, nonce, code, storage } of program.accounts) {
		const slots = storage.map(([slot, value]) => `${slot}: 0x${value.toString(16)}`).join(", ");
		lines.push(`  ${address} balance ${balance} nonce ${nonce} code 0x${toHex(assembleItems(code))} {${slots}}`);
	}
	for (const { to, data, value, gas, isStatic } of program.messages) {
		const flags = isStatic ? " static" : "";
		lines.push(
			`  message to ${to ?? "(creation)"} value ${value} gas ${gas}${flags} data 0x${toHex(assembleItems(data))}`,
		);
	}
	return lines.join("\n");
}

export function toHex(bytes: Uint8Array): string {
	return Buffer.from(bytes).toString("hex");
}
