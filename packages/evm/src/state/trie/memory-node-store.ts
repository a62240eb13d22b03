import type { NodeStore } from "./node-store.js";

const hashSize = 32;
const firstChunkSize = 4096;
const maxChunkSize = 1 << 22;
const firstTableSize = 64;

/**
 * Nodes in memory: one after another in large arrays, found by a hash table in typed arrays. A million nodes are a few
 * hundred objects for the garbage collector, not millions.
 */
export class MemoryNodeStore implements NodeStore {
	readonly #chunks: Uint8Array[] = [];
	/** Bytes used of the last chunk. */
	#used = 0;
	/** Number of the chunk, plus one, of the entry at this place of the table; 0: no entry. */
	#entryChunks: Uint32Array = new Uint32Array(firstTableSize);
	/** Where in its chunk the entry begins: hash, four bytes of size, node. */
	#entryOffsets: Uint32Array = new Uint32Array(firstTableSize);
	#count = 0;
	#sizeBytes = 0;
	/** Chosen at random, so that nobody can make nodes that all want one place in the table. */
	readonly #seed: number = Math.floor(Math.random() * 0x1_0000_0000);

	/** Number of nodes. */
	get count(): number {
		return this.#count;
	}

	/** Bytes of all nodes together. */
	get sizeBytes(): number {
		return this.#sizeBytes;
	}

	getNode(hash: Uint8Array): Uint8Array | undefined {
		const place = this.#findPlace(hash);
		const chunk = this.#chunks[this.#entryChunks[place]! - 1];
		if (chunk === undefined) return undefined;
		const start = this.#entryOffsets[place]! + hashSize + 4;
		return chunk.subarray(start, start + readSize(chunk, start - 4));
	}

	putNode(hash: Uint8Array, node: Uint8Array): void {
		let place = this.#findPlace(hash);
		if (this.#entryChunks[place] !== 0) return;
		if (this.#count * 2 >= this.#entryChunks.length) {
			this.#growTable();
			place = this.#findPlace(hash);
		}
		const chunk = this.#reserve(hashSize + 4 + node.length);
		const start = this.#used;
		chunk.set(hash, start);
		writeSize(chunk, start + hashSize, node.length);
		chunk.set(node, start + hashSize + 4);
		this.#used += hashSize + 4 + node.length;
		this.#entryChunks[place] = this.#chunks.length;
		this.#entryOffsets[place] = start;
		this.#count++;
		this.#sizeBytes += node.length;
	}

	/** All nodes, in the order they came; views of the store's memory. */
	*nodes(): IterableIterator<Uint8Array> {
		const entries = Array.from(this.#entryChunks.keys()).filter((place) => this.#entryChunks[place] !== 0);
		const orderOf = (place: number): number => this.#entryChunks[place]! * 2 ** 32 + this.#entryOffsets[place]!;
		for (const place of entries.sort((a, b) => orderOf(a) - orderOf(b))) {
			const chunk = this.#chunks[this.#entryChunks[place]! - 1]!;
			const start = this.#entryOffsets[place]! + hashSize + 4;
			yield chunk.subarray(start, start + readSize(chunk, start - 4));
		}
	}

	/** The place of the entry with this hash, or the free place where it belongs. */
	#findPlace(hash: Uint8Array): number {
		const mask = this.#entryChunks.length - 1;
		const word = hash[0]! | (hash[1]! << 8) | (hash[2]! << 16) | (hash[3]! << 24);
		const mixed = Math.imul(word ^ this.#seed, 0x9e3779b1);
		for (let place = (mixed ^ (mixed >>> 15)) & mask; ; place = (place + 1) & mask) {
			const chunk = this.#chunks[this.#entryChunks[place]! - 1];
			if (chunk === undefined || isHashAt(chunk, this.#entryOffsets[place]!, hash)) return place;
		}
	}

	#growTable(): void {
		const chunks = this.#entryChunks;
		const offsets = this.#entryOffsets;
		this.#entryChunks = new Uint32Array(chunks.length * 2);
		this.#entryOffsets = new Uint32Array(chunks.length * 2);
		for (let old = 0; old < chunks.length; old++) {
			if (chunks[old] === 0) continue;
			const chunk = this.#chunks[chunks[old]! - 1]!;
			const place = this.#findPlace(chunk.subarray(offsets[old]!, offsets[old]! + hashSize));
			this.#entryChunks[place] = chunks[old]!;
			this.#entryOffsets[place] = offsets[old]!;
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

function readSize(chunk: Uint8Array, at: number): number {
	return (chunk[at]! | (chunk[at + 1]! << 8) | (chunk[at + 2]! << 16) | (chunk[at + 3]! << 24)) >>> 0;
}

function writeSize(chunk: Uint8Array, at: number, size: number): void {
	chunk[at] = size;
	chunk[at + 1] = size >>> 8;
	chunk[at + 2] = size >>> 16;
	chunk[at + 3] = size >>> 24;
}
