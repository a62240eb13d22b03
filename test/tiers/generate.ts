import { contracts, sender } from "../differential/accounts.js";
import { forkIndex, fuzzForks } from "../differential/forks.js";
import type { Item } from "../differential/item.js";
import { randomWord } from "../differential/operands.js";
import { type FuzzAccount, type FuzzProgram, generateProgram } from "../differential/program.js";
import { Random } from "../differential/random.js";
import { Writer } from "../differential/writer.js";
import { writeDataflow } from "./write-dataflow.js";
import { writeJumps } from "./write-jumps.js";

/** A program that is to do the same in all tiers, and how it is to be run. */
export interface TierProgram {
	readonly program: FuzzProgram;
	/** Run with every gas limit up to what it uses, when that is little. */
	readonly sweepsGas: boolean;
}

/** The program with a number, the same every time. */
export function generateTierProgram(seed: string, index: number): TierProgram {
	const random = new Random(`tiers ${seed}:${index}`);
	const fork = random.chance(60)
		? forkIndex(random.pick(["Osaka", "Prague", "Cancun"]))
		: random.below(fuzzForks.length);
	const id = `${seed}:${index}`;
	const kind = random.below(100);
	if (kind < 30) {
		const program = generateProgram(seed, index, fuzzForks[fork]!.name);
		return { program, sweepsGas: random.chance(10) };
	}
	const write = random.weighted<(writer: Writer) => void>([
		[60, writeDataflow],
		[25, writeJumps],
		[8, writeAtLimit],
		[7, writeBytes],
	]);
	const writer = new Writer(random, fork);
	write(writer);
	const program = wrap(id, fork, writer.items, random);
	return { program, sweepsGas: random.chance(12) };
}

/** One contract that is called with eight words of input. */
function wrap(id: string, fork: number, code: readonly Item[], random: Random): FuzzProgram {
	const data = new Uint8Array(8 * 32);
	for (let i = 0; i < 8; i++) {
		const digits = randomWord(random).toString(16).padStart(64, "0");
		data.set(Buffer.from(digits, "hex"), i * 32);
	}
	const storage = [0n, 1n, 2n].map((slot) => [slot, randomWord(random)] as const).filter(([, value]) => value !== 0n);
	const accounts: FuzzAccount[] = [
		{ address: contracts[0], balance: 100n, nonce: 1n, code, storage },
		{ address: sender, balance: 10n ** 20n, nonce: 0n, code: [], storage: [] },
	];
	const gas = random.chance(80) ? 300_000 : random.below(20_000);
	const message = {
		to: contracts[0],
		data: [{ kind: "raw", bytes: data } as const],
		value: BigInt(random.below(2)),
		gas: BigInt(gas),
		isStatic: random.chance(3),
	};
	return { id, fork, accounts, messages: [message] };
}

/** Near the limit of the stack, or below its ground. */
function writeAtLimit(writer: Writer): void {
	const { random } = writer;
	if (random.chance(70)) {
		// PUSH 1, DUP … in a loop until the height is near 1024: DUP1 needs no counter on the stack.
		for (let i = 1024 - random.below(40); i > 0; i--) {
			if (i === 1024 || writer.height === 0) writer.push(BigInt(random.below(300)));
			else if (random.chance(90)) writer.op(0x80 + random.below(Math.min(16, writer.height)), 0, 1);
			else writer.push(randomWord(random));
		}
	}
	writeDataflow(writer, random.between(2, 12));
}

/** Bytes with a liking for what jumps, and for short pushes. */
function writeBytes(writer: Writer): void {
	const { random } = writer;
	const size = random.between(1, 80);
	const bytes = new Uint8Array(size);
	for (let i = 0; i < size; i++) {
		bytes[i] = random.weighted<number>([
			[40, random.below(256)],
			[15, 0x5b],
			[6, 0x56],
			[6, 0x57],
			[15, 0x60],
			[10, random.below(size)],
			[8, 0x80 + random.below(32)],
			[6, random.pick([0x34, 0x35, 0x36, 0x58, 0x59, 0x5a, 0x30])],
		]);
	}
	writer.raw(bytes);
}
