import { type Address, bytesToAddress } from "../bytes/address.js";
import { bytesToHex, type Hex } from "../bytes/hex.js";

/** A log of a transaction. */
export interface Log {
	readonly address: Address;
	/** At most four, 32 bytes each. */
	readonly topics: readonly Hex[];
	readonly data: Uint8Array;
}

/** The kernel's list of logs (kernel/logs.ts). */
export function decodeLogs(bytes: Uint8Array): Log[] {
	const view = new DataView(bytes.buffer, bytes.byteOffset);
	const logs: Log[] = [];
	for (let at = 0; at < bytes.length; ) {
		const topicCount = view.getUint32(at, true);
		const dataSize = view.getUint32(at + 4, true);
		const address = bytesToAddress(bytes.slice(at + 16, at + 36).reverse());
		at += 48;
		const topics: Hex[] = [];
		for (let i = 0; i < topicCount; i++, at += 32) topics.push(bytesToHex(bytes.slice(at, at + 32).reverse()));
		logs.push({ address, topics, data: bytes.slice(at, at + dataSize) });
		at += (dataSize + 15) & ~15;
	}
	return logs;
}

/**
 * Logs as they lay in the kernel's memory, decoded when they are first looked at: a call that emits thousands of them would
 * otherwise spend most of its time on that.
 */
export class EncodedLogs {
	#words: Uint32Array | undefined;
	readonly #start: number;
	readonly #size: number;
	#logs: readonly Log[] = [];

	/**
	 * @param start - index of the first word
	 * @param size - in words
	 */
	constructor(words: Uint32Array, start: number, size: number) {
		this.#words = words;
		this.#start = start;
		this.#size = size;
	}

	get logs(): readonly Log[] {
		if (this.#words !== undefined) {
			const { buffer, byteOffset } = this.#words;
			this.#logs = decodeLogs(new Uint8Array(buffer, byteOffset + this.#start * 4, this.#size * 4));
			this.#words = undefined;
		}
		return this.#logs;
	}
}

/** Words of logs that share a buffer: making one for each result would cost more than a small call. */
const sharedWords = 4096;
/** Larger logs get a buffer of their own. */
const largeWords = 256;

/** Copies of logs, until they are decoded. */
export class LogShelf {
	#shared = new Uint32Array(sharedWords);
	#top = 0;

	/** @param size - in words */
	keep(memory: Uint32Array, start: number, size: number): EncodedLogs {
		if (size > largeWords) return new EncodedLogs(memory.slice(start, start + size), 0, size);
		if (this.#top + size > sharedWords) {
			this.#shared = new Uint32Array(sharedWords);
			this.#top = 0;
		}
		const shared = this.#shared;
		const top = this.#top;
		for (let i = 0; i < size; i++) shared[top + i] = memory[start + i]!;
		this.#top = top + size;
		return new EncodedLogs(shared, top, size);
	}
}
