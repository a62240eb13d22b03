import type { Random } from "../../differential/random.js";
import { Writer } from "../../differential/writer.js";

const push1 = 0x60;
const push2 = 0x61;
const jumpdest = 0x5b;
const maxBytes = 1 << 16;

/**
 * Writes code at once, without items between: most programs are never looked at again. Draws the same random numbers as
 * its parent, so that the parent can write any program again, as items.
 */
export class CodeWriter extends Writer {
	readonly #bytes = new Uint8Array(maxBytes);
	#size = 0;
	/** By label. */
	readonly #positions: number[] = [];
	/** Places of two bytes that get a label's position. */
	readonly #open: [at: number, label: number][] = [];

	/** The code; labels are known now. */
	assemble(): Uint8Array {
		for (const [at, label] of this.#open) {
			const position = this.#positions[label] ?? 0;
			this.#bytes[at] = position >> 8;
			this.#bytes[at + 1] = position & 0xff;
		}
		return this.#bytes.slice(0, this.#size);
	}

	/** Offset of a label; undefined: it was not written. */
	positionOf(label: number): number | undefined {
		return this.#positions[label];
	}

	override op(code: number, pops: number, pushes: number): void {
		this.#bytes[this.#size++] = code;
		this.height += pushes - pops;
	}

	override push(value: bigint): void {
		const length = byteLength(value);
		const size = length < 32 ? widen(this.random, length) : length;
		const bytes = this.#bytes;
		bytes[this.#size] = push1 + size - 1;
		const end = this.#size + 1 + size;
		// What was written here before belongs to nobody: the buffer is new, and zero.
		let rest = value;
		for (let at = end - 1; rest > 0n; rest >>= 48n) {
			let part = Number(rest & 0xffff_ffff_ffffn);
			for (let i = 0; i < 6 && at >= end - length; i++, at--) {
				bytes[at] = part % 256;
				part = Math.floor(part / 256);
			}
		}
		this.#size = end;
		this.height++;
	}

	override label(label: number): void {
		this.#positions[label] ??= this.#size;
		this.#bytes[this.#size++] = jumpdest;
	}

	override pushLabel(label: number): void {
		this.#bytes[this.#size] = push2;
		this.#open.push([this.#size + 1, label]);
		this.#size += 3;
		this.height++;
	}

	override raw(bytes: Uint8Array): void {
		this.#bytes.set(bytes, this.#size);
		this.#size += bytes.length;
	}
}

/** As the parent does: now and then more bytes than it needs. */
function widen(random: Random, length: number): number {
	return random.chance(4) ? random.between(length, 32) : length;
}

/** Bytes of the shortest PUSH. */
function byteLength(value: bigint): number {
	if (value < 256n) return 1;
	return (value.toString(16).length + 1) >> 1;
}
