import { JournalKind } from "../engine/abi.js";
import type { StateChange } from "../trace/tracer.js";
import type { Machine } from "./machine.js";

const recordSize = 40;

/**
 * Reads the kernel's undo log as it grows, and tells what was changed. What a failing frame takes back is not told
 * again: the end of the frame says so.
 */
export class JournalReader {
	readonly #machine: Machine;
	#read = 0;

	constructor(machine: Machine) {
		this.#machine = machine;
	}

	reset(): void {
		this.#read = 0;
	}

	/** Changes since the last time, oldest first. */
	takeNew(): StateChange[] {
		const { functions } = this.#machine.kernel;
		const journal = functions.getJournal() >>> 0;
		const top = functions.getJournalTop();
		if (top < this.#read) this.#read = top;
		const changes: StateChange[] = [];
		// Backwards: what a value was changed to is what the next change of it found.
		const later = new Map<string, bigint>();
		for (let at = top - recordSize; at >= this.#read; at -= recordSize) {
			const change = this.#readRecord(journal + at, later);
			if (change !== undefined) changes.push(change);
		}
		this.#read = top;
		return changes.reverse();
	}

	/** @param later - what the next change of a value found, by kind and record */
	#readRecord(at: number, later: Map<string, bigint>): StateChange | undefined {
		const machine = this.#machine;
		const { kernel } = machine;
		const { layout } = kernel;
		const kind = kernel.readU32(at) as JournalKind;
		const subject = kernel.readU32(at + 4);
		const before = kind === JournalKind.nonce ? kernel.readU64(at + 8) : kernel.readWord(at + 8);
		const key = `${kind} ${subject}`;
		const after = later.get(key);
		later.set(key, before);
		switch (kind) {
			case JournalKind.balance:
				return {
					type: "balance",
					address: machine.addressOf(subject),
					before,
					after: after ?? machine.balanceOf(subject),
				};
			case JournalKind.nonce:
				return {
					type: "nonce",
					address: machine.addressOf(subject),
					before,
					after: after ?? machine.nonceOf(subject),
				};
			case JournalKind.code:
				return { type: "code", address: machine.addressOf(subject), after: machine.codeOf(subject) };
			case JournalKind.slot:
				return {
					type: "storage",
					address: machine.addressOf(kernel.readU32(subject + layout.SLOT_ACCOUNT)),
					slot: kernel.readWord(subject + layout.SLOT_KEY),
					before,
					after: after ?? kernel.readWord(subject + layout.SLOT_CURRENT),
				};
			default:
				return undefined;
		}
	}
}
