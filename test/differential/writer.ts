import { type Item, op, pushNumber } from "./item.js";
import type { Random } from "./random.js";

/** Writes a program item by item and knows how many words are on the stack. */
export class Writer {
	readonly random: Random;
	readonly items: Item[] = [];
	/** Forks before it do not have an opcode; generators ask before they use one (position in the list of forks). */
	readonly fork: number;
	height = 0;
	#labels = 0;

	constructor(random: Random, fork: number) {
		this.random = random;
		this.fork = fork;
	}

	/** An instruction that takes and gives so many words. */
	op(code: number, pops: number, pushes: number): void {
		this.items.push(op(code));
		this.height += pushes - pops;
	}

	push(value: bigint): void {
		const { random } = this;
		const item = pushNumber(value);
		if (item.kind === "push" && item.bytes.length < 32 && random.chance(4)) {
			// The same number in more bytes than it needs.
			const bytes = new Uint8Array(random.between(item.bytes.length, 32));
			bytes.set(item.bytes, bytes.length - item.bytes.length);
			this.items.push({ kind: "push", bytes });
		} else {
			this.items.push(item);
		}
		this.height++;
	}

	newLabel(): number {
		return this.#labels++;
	}

	label(label: number): void {
		this.items.push({ kind: "label", label });
	}

	pushLabel(label: number): void {
		this.items.push({ kind: "pushLabel", label });
		this.height++;
	}

	raw(bytes: Uint8Array): void {
		this.items.push({ kind: "raw", bytes });
	}
}
