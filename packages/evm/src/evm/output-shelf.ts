/** Outputs of up to this many bytes: V8 keeps so small an array in its own heap, and makes it at once. */
const smallBytes = 64;
/** Larger ones get a buffer of their own: little is lost by that, and a result that is kept keeps no more than itself. */
const largeBytes = 2048;
/** What outputs share. */
const sharedBytes = 16384;

/**
 * Copies of what messages returned. Those of usual size lie one after the other in a shared buffer, as in Node's
 * `Buffer`: making a buffer for each would take longer than many a call.
 */
export class OutputShelf {
	#shared = new Uint8Array(sharedBytes);
	#top = 0;

	/** A copy of the bytes from `start` to `end`. */
	keep(memory: Uint8Array, start: number, end: number): Uint8Array {
		const size = end - start;
		if (size <= smallBytes || size > largeBytes) return memory.slice(start, end);
		// Who was given an output may have transferred its buffer to a worker.
		if (this.#top + size > this.#shared.byteLength) {
			this.#shared = new Uint8Array(sharedBytes);
			this.#top = 0;
		}
		const shared = this.#shared;
		const top = this.#top;
		shared.set(memory.subarray(start, end), top);
		this.#top = (top + size + 7) & ~7;
		return shared.subarray(top, top + size);
	}
}
