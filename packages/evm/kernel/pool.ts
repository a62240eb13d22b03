// Records of one size, in chunks that never move; dropped all at once.
import { allocate, release } from "./heap";

const CHUNK: usize = 1 << 15;

@unmanaged
export class Pool {
	/** Newest chunk; the first word of a chunk is the address of the one before it. */
	chunk: usize;
	next: usize;
	end: usize;

	/** A zeroed record of `size` bytes, a power of two from 64. */
	take(size: usize): usize {
		if (this.next + size > this.end) {
			const chunk = allocate(CHUNK);
			if (chunk == 0) unreachable();
			store<u32>(chunk, <u32>this.chunk);
			this.chunk = chunk;
			this.next = chunk + size;
			this.end = chunk + CHUNK;
		}
		const record = this.next;
		this.next = record + size;
		// A loop: memory.fill is a call out of WebAssembly.
		for (let at = record; at < this.next; at += 16) v128.store(at, i64x2(0, 0));
		return record;
	}

	/** Forgets all records. */
	clear(size: usize): void {
		if (this.chunk == 0) return;
		let chunk = this.chunk;
		for (let before = <usize>load<u32>(chunk); before != 0; before = <usize>load<u32>(chunk)) {
			release(chunk, CHUNK);
			chunk = before;
		}
		this.chunk = chunk;
		this.next = chunk + size;
		this.end = chunk + CHUNK;
	}
}
