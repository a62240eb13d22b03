import type { NodeStore } from "./node-store.js";

const hashSize = 32;
const firstChunkSize = 4096;
const maxChunkSize = 1 << 22;
const firstPlaces = 64;

/** An entry of the table: four numbers (hence the shifts by 2), so that looking at one touches one line of the processor's cache. */
const entrySize = 4;
/** Eight bytes of the hash, mixed: where the entry wants to be, and a first look whether it is the one. */
const mixedHash = 0;
/** Number of the chunk, plus one; 0: no entry. */
const chunkNumber = 1;
/** Where in its chunk it begins: hash, node. */
const chunkOffset = 2;
/** Bytes of the node. */
const nodeSize = 3;

/**
 * Nodes in memory: one after another in large arrays, found by a hash table in a typed array. A million nodes are a few
 * hundred objects for the garbage collector, not millions. None is ever removed: copy what is needed to another store.
 */
export class MemoryNodeStore implements NodeStore {
	readonly #chunks: Uint8Array[] = [];
	/** Bytes used of the last chunk. */
	#used = 0;
	#table: Uint32Array = new Uint32Array(firstPlaces * entrySize);
	#count = 0;
	#sizeBytes = 0;
	/** Chosen at random, so that nobody can make nodes that all want one place in the table. */
	readonly #seed: number = randomWord();
	readonly #factor: number = randomWord() | 1;

	/** Number of nodes. */
	get count(): number {
		return this.#count;
	}

	/** Bytes of all nodes together. */
	get sizeBytes(): number {
		return this.#sizeBytes;
	}

	getNode(hash: Uint8Array): Uint8Array | undefined {
		const entry = this.#findEntry(hash);
		return this.#table[entry + chunkNumber] === 0 ? undefined : this.#nodeOf(entry);
	}

	hasNode(hash: Uint8Array): boolean {
		return this.#table[this.#findEntry(hash) + chunkNumber] !== 0;
	}

	putNode(hash: Uint8Array, node: Uint8Array): void {
		if (this.#count * 2 * entrySize >= this.#table.length) this.#growTable();
		const entry = this.#findEntry(hash);
		if (this.#table[entry + chunkNumber] !== 0) return;
		const chunk = this.#reserve(hashSize + node.length);
		const start = this.#used;
		chunk.set(hash, start);
		chunk.set(node, start + hashSize);
		this.#used += hashSize + node.length;
		const table = this.#table;
		table[entry + mixedHash] = this.#mix(hash);
		table[entry + chunkNumber] = this.#chunks.length;
		table[entry + chunkOffset] = start;
		table[entry + nodeSize] = node.length;
		this.#count++;
		this.#sizeBytes += node.length;
	}

	/** All nodes, in the order they came; views of the store's memory. */
	nodes(): Uint8Array[] {
		const table = this.#table;
		const entries: number[] = [];
		for (let entry = 0; entry < table.length; entry += entrySize) {
			if (table[entry + chunkNumber] !== 0) entries.push(entry);
		}
		const orderOf = (entry: number): number => table[entry + chunkNumber]! * 2 ** 32 + table[entry + chunkOffset]!;
		return entries.sort((a, b) => orderOf(a) - orderOf(b)).map((entry) => this.#nodeOf(entry));
	}

	/** All nodes with their hashes, in no order; views of the store's memory. */
	entries(): (readonly [hash: Uint8Array, node: Uint8Array])[] {
		const table = this.#table;
		const found: (readonly [hash: Uint8Array, node: Uint8Array])[] = [];
		for (let entry = 0; entry < table.length; entry += entrySize) {
			const chunk = table[entry + chunkNumber]!;
			if (chunk === 0) continue;
			const start = table[entry + chunkOffset]!;
			found.push([this.#chunks[chunk - 1]!.subarray(start, start + hashSize), this.#nodeOf(entry)]);
		}
		return found;
	}

	#nodeOf(entry: number): Uint8Array {
		const table = this.#table;
		const start = table[entry + chunkOffset]! + hashSize;
		return this.#chunks[table[entry + chunkNumber]! - 1]!.subarray(start, start + table[entry + nodeSize]!);
	}

	/** Where in the table the entry with this hash begins, or the free one that it would get. */
	#findEntry(hash: Uint8Array): number {
		const table = this.#table;
		const mask = table.length - 1;
		const mixed = this.#mix(hash);
		for (let entry = (mixed << 2) & mask; ; entry = (entry + entrySize) & mask) {
			const chunk = table[entry + chunkNumber]!;
			if (chunk === 0) return entry;
			if (table[entry + mixedHash] === mixed && isHashAt(this.#chunks[chunk - 1]!, table[entry + chunkOffset]!, hash)) {
				return entry;
			}
		}
	}

	#mix(hash: Uint8Array): number {
		const mixed = Math.imul(readWord(hash, 0) ^ this.#seed, this.#factor) ^ readWord(hash, 4);
		const spread = Math.imul(mixed ^ (mixed >>> 16), 0x9e3779b1);
		return (spread ^ (spread >>> 15)) >>> 0;
	}

	#growTable(): void {
		const old = this.#table;
		const table = new Uint32Array(old.length * 2);
		this.#table = table;
		const mask = table.length - 1;
		for (let from = 0; from < old.length; from += entrySize) {
			if (old[from + chunkNumber] === 0) continue;
			let to = (old[from + mixedHash]! << 2) & mask;
			while (table[to + chunkNumber] !== 0) to = (to + entrySize) & mask;
			for (let i = 0; i < entrySize; i++) table[to + i] = old[from + i]!;
		}
	}

	/** The last chunk, with room for `size` bytes. */
	#reserve(size: number): Uint8Array {
		const last = this.#chunks.at(-1);
		if (last !== undefined && last.length - this.#used >= size) return last;
		const grown = last === undefined ? firstChunkSize : Math.min(last.length * 2, maxChunkSize);
		const chunk = new Uint8Array(Math.max(grown, size));
		this.#chunks.push(chunk);
		this.#used = 0;
		return chunk;
	}
}

function isHashAt(chunk: Uint8Array, offset: number, hash: Uint8Array): boolean {
	for (let i = 0; i < hashSize; i++) if (chunk[offset + i] !== hash[i]) return false;
	return true;
}

function readWord(hash: Uint8Array, at: number): number {
	return hash[at]! | (hash[at + 1]! << 8) | (hash[at + 2]! << 16) | (hash[at + 3]! << 24);
}

function randomWord(): number {
	return Math.floor(Math.random() * 0x1_0000_0000);
}
