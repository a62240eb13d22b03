import { Exit, Halt, type Kernel, type KernelLayout } from "@evmore/evm/engine";
import { type Machine, readLogs } from "@evmore/evm/evm";
import { settles } from "../settles.js";

/** Kinds of journal records, as `JournalKind` numbers them, whose subject is a slot. */
const slot = 3;
const transient = 4;
const warmAccount = 5;
const warmSlot = 6;
/** Numbers of 32 bits in a record: kind, subject, and 32 bytes of what was. */
const recordWords = 10;
/** AccountFlag: exists, storageCleared. */
const accountFlags = 2 | 8;

/**
 * What a message did, read where it lies in two kernels' memories: the result record, output, logs, and the journal, which
 * names everything that was changed or became warm. Nothing is copied, or made into text, unless there is a difference.
 */
export class EffectComparison {
	readonly #ours: Machine;
	readonly #theirs: Machine;
	readonly #layout: KernelLayout;

	/** @param ours - the machine under test @param theirs - the reference */
	constructor(ours: Machine, theirs: Machine) {
		this.#ours = ours;
		this.#theirs = theirs;
		this.#layout = ours.kernel.layout;
	}

	/** The first difference; undefined: there is none. */
	find(): string | undefined {
		const [ours, theirs] = [this.#ours.kernel, this.#theirs.kernel];
		if (this.#sameResult(ours, theirs) && this.#sameLogs(ours, theirs) && this.#sameJournal(ours, theirs)) {
			return undefined;
		}
		// Things may have been done in another order, or twice.
		const [actual, expected] = [describeEffects(this.#ours), describeEffects(this.#theirs)];
		for (let i = 0; i < Math.max(actual.length, expected.length); i++) {
			if (actual[i] !== expected[i] && !isSettled(actual[i], expected[i])) {
				return `${actual[i] ?? "nothing"}, theirs ${expected[i] ?? "nothing"}`;
			}
		}
		return undefined;
	}

	#sameResult(ours: Kernel, theirs: Kernel): boolean {
		const a = ours.words32;
		const b = theirs.words32;
		const at = this.#layout.RESULT >>> 2;
		const exit = a[at];
		if (exit !== b[at]) return false;
		if (a[at + 1] !== b[at + 1] && !(exit === Exit.halt && settles(a[at + 1]!))) return false;
		// Gas left, gas used, refund.
		for (let i = 2; i < 8; i++) if (a[at + i] !== b[at + i]) return false;
		const size = a[at + 9]!;
		if (size !== b[at + 9]) return false;
		return sameBytes(a, a[at + 8]!, b, b[at + 8]!, size);
	}

	#sameLogs(ours: Kernel, theirs: Kernel): boolean {
		const size = ours.functions.getLogTop();
		if (size !== theirs.functions.getLogTop()) return false;
		if (size === 0) return true;
		const a = ours.words32;
		const b = theirs.words32;
		const startA = ours.functions.getLogs() >>> 0;
		const startB = theirs.functions.getLogs() >>> 0;
		for (let at = 0; at < size; ) {
			const topics = a[(startA + at) >>> 2]!;
			const dataSize = a[(startA + at + 4) >>> 2]!;
			// Counts; then, behind 8 bytes of nothing, address and topics, and data without its padding.
			if (!sameBytes(a, startA + at, b, startB + at, 8)) return false;
			at += 16;
			const length = 32 + topics * 32 + dataSize;
			if (!sameBytes(a, startA + at, b, startB + at, length)) return false;
			at += (length + 15) & ~15;
		}
		return true;
	}

	/** Do both journals name the same things in the same order, and are these now the same? */
	#sameJournal(ours: Kernel, theirs: Kernel): boolean {
		const count = ours.functions.getJournalTop() >>> 2;
		if (count !== theirs.functions.getJournalTop() >>> 2) return false;
		const startA = ours.functions.getJournal() >>> 2;
		const startB = theirs.functions.getJournal() >>> 2;
		const a = ours.words32;
		const b = theirs.words32;
		for (let at = 0; at < count; at += recordWords) {
			const kind = a[startA + at]!;
			if (kind !== b[startB + at]) return false;
			const subjectA = a[startA + at + 1]! >>> 2;
			const subjectB = b[startB + at + 1]! >>> 2;
			const isSlot = kind === slot || kind === transient || kind === warmSlot;
			if (!(isSlot ? this.#sameSlot(a, subjectA, b, subjectB) : this.#sameAccount(a, subjectA, b, subjectB)))
				return false;
		}
		return true;
	}

	#sameSlot(a: Uint32Array, atA: number, b: Uint32Array, atB: number): boolean {
		const { SLOT_KEY, SLOT_CURRENT, SLOT_ACCOUNT } = this.#layout;
		const accountA = a[atA + (SLOT_ACCOUNT >>> 2)]! >>> 2;
		const accountB = b[atB + (SLOT_ACCOUNT >>> 2)]! >>> 2;
		return (
			sameWords(a, atA + (SLOT_KEY >>> 2), b, atB + (SLOT_KEY >>> 2), 8) &&
			sameWords(a, atA + (SLOT_CURRENT >>> 2), b, atB + (SLOT_CURRENT >>> 2), 8) &&
			sameWords(a, accountA, b, accountB, 5)
		);
	}

	#sameAccount(a: Uint32Array, atA: number, b: Uint32Array, atB: number): boolean {
		const { ACCOUNT_FLAGS, ACCOUNT_NONCE } = this.#layout;
		const flags = ACCOUNT_FLAGS >>> 2;
		// Address, balance, code hash, nonce.
		if (!sameWords(a, atA, b, atB, (ACCOUNT_NONCE >>> 2) + 2)) return false;
		return ((a[atA + flags]! ^ b[atB + flags]!) & accountFlags) === 0;
	}
}

function sameWords(a: Uint32Array, atA: number, b: Uint32Array, atB: number, count: number): boolean {
	for (let i = 0; i < count; i++) if (a[atA + i] !== b[atB + i]) return false;
	return true;
}

/** Addresses are multiples of 4. */
function sameBytes(a: Uint32Array, addressA: number, b: Uint32Array, addressB: number, size: number): boolean {
	const whole = size >>> 2;
	if (!sameWords(a, addressA >>> 2, b, addressB >>> 2, whole)) return false;
	const rest = size & 3;
	if (rest === 0) return true;
	const mask = (1 << (rest * 8)) - 1;
	return ((a[(addressA >>> 2) + whole]! ^ b[(addressB >>> 2) + whole]!) & mask) === 0;
}

const reasonPrefix = "reason ";

/** As `settles`, of reasons as text. */
function isSettled(actual: string | undefined, expected: string | undefined): boolean {
	if (!actual?.startsWith(reasonPrefix) || !expected?.startsWith(reasonPrefix)) return false;
	return settles(Halt[actual.slice(reasonPrefix.length) as keyof typeof Halt]);
}

/** The effects as text, in an order that does not depend on the order in which they came about. */
export function describeEffects(machine: Machine): string[] {
	const { messageRecord, kernel } = machine;
	const { status, halt, gasUsed, refund } = messageRecord;
	const lines = [`status ${status}`, `gas used ${gasUsed}`, `refund ${refund}`];
	lines.push(status === "halt" ? `${reasonPrefix}${Halt[halt]}` : `halt ${Halt[halt]}`);
	lines.push(`output ${Buffer.from(messageRecord.readOutput()).toString("hex")}`);
	for (const { address, topics, data } of readLogs(machine)) {
		lines.push(`log ${address} ${topics.join(" ")} ${Buffer.from(data).toString("hex")}`);
	}
	const { layout, functions } = kernel;
	const changes = new Set<string>();
	const start = functions.getJournal() >>> 0;
	for (let at = start; at < start + (functions.getJournalTop() >>> 0); at += recordWords * 4) {
		const kind = kernel.readU32(at);
		const subject = kernel.readU32(at + 4);
		if (kind === slot || kind === transient || kind === warmSlot) {
			const account = machine.addressOf(kernel.readU32(subject + layout.SLOT_ACCOUNT));
			const key = kernel.readWord(subject + layout.SLOT_KEY);
			const value = kind === warmSlot ? "warm" : kernel.readWord(subject + layout.SLOT_CURRENT);
			changes.add(`${kind === transient ? "transient " : ""}slot ${account} ${key}: ${value}`);
		} else if (kind === warmAccount) {
			changes.add(`account ${machine.addressOf(subject)}: warm`);
		} else {
			const flags = machine.flagsOf(subject) & accountFlags;
			const content = `balance ${machine.balanceOf(subject)} nonce ${machine.nonceOf(subject)} flags ${flags}`;
			// Which of several kinds of records named the account does not matter, but that it was destructed does.
			const mark = kind === 8 ? " destructed" : "";
			changes.add(`account ${machine.addressOf(subject)}: ${content} code ${machine.codeHashOf(subject)}${mark}`);
		}
	}
	return [...lines, ...[...changes].sort()];
}
