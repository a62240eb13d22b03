// Open addressing over addresses of records, used for accounts, slots and code. The hash is keyed by a random seed: whoever does
// not know it cannot choose keys that collide.
import { allocate, release } from "./heap";

let seed: u64 = 0x9e3779b97f4a7c15;

export function setHashSeed(value: u64): void {
	seed = value | 1;
}

/** Hash of four limbs and a small number. */
@inline
export function hashWord(a: u64, b: u64, c: u64, d: u64, salt: u64): u32 {
	let h = (a ^ seed) * 0x9e3779b97f4a7c15;
	h = (h ^ (h >> 32) ^ b) * 0xd6e8feb86659fd93;
	h = (h ^ (h >> 29) ^ c) * 0xff51afd7ed558ccd;
	h = (h ^ (h >> 31) ^ d ^ salt) * 0xc4ceb9fe1a85ec53;
	// Cells are chosen by the lower bits of the hash: these are the upper ones of the product, to which all bits of the factors get.
	return rotl<u32>(<u32>(h >> 32), 16);
}

/** Header of a table: 16 bytes {cells: address, mask: u32, count: u32}; a cell is {hash: u32, record: u32}. */
@unmanaged
export class HashTable {
	cells: usize;
	mask: u32;
	count: u32;

	initialize(sizeLog2: u32): void {
		this.mask = (1 << sizeLog2) - 1;
		this.count = 0;
		this.cells = allocate((<usize>8) << sizeLog2);
		memory.fill(this.cells, 0, (<usize>8) << sizeLog2);
	}

	clear(): void {
		if (this.count == 0) return;
		// A table that was once huge is not cleared over and over.
		if (this.mask > 0xffff) {
			release(this.cells, ((<usize>this.mask) + 1) << 3);
			this.initialize(10);
			return;
		}
		memory.fill(this.cells, 0, ((<usize>this.mask) + 1) << 3);
		this.count = 0;
	}

	/** Puts in a record that is known to be absent. */
	insert(hash: u32, record: usize): void {
		if (this.count * 2 >= this.mask) this.grow();
		let index = hash & this.mask;
		while (load<u32>(this.cells + ((<usize>index) << 3), 4) != 0) index = (index + 1) & this.mask;
		const cell = this.cells + ((<usize>index) << 3);
		store<u32>(cell, hash);
		store<u32>(cell, <u32>record, 4);
		this.count++;
	}

	private grow(): void {
		const oldCells = this.cells;
		const oldSize = ((<usize>this.mask) + 1) << 3;
		const newCells = allocate(oldSize << 1);
		if (newCells == 0) unreachable();
		memory.fill(newCells, 0, oldSize << 1);
		this.cells = newCells;
		this.mask = (this.mask << 1) | 1;
		for (let old = oldCells; old < oldCells + oldSize; old += 8) {
			const record = load<u32>(old, 4);
			if (record == 0) continue;
			const hash = load<u32>(old);
			let index = hash & this.mask;
			while (load<u32>(newCells + ((<usize>index) << 3), 4) != 0) index = (index + 1) & this.mask;
			const cell = newCells + ((<usize>index) << 3);
			store<u32>(cell, hash);
			store<u32>(cell, record, 4);
		}
		release(oldCells, oldSize);
	}
}
