import { TraceLimitError } from "./tracer-error.js";

/** Text that is held until it is whole has to fit a string. */
const mostBytes = 256 << 20;

/** Counts what a tracer keeps until its end: a few calls with large inputs would fill any memory. */
export class KeptBytes {
	readonly #most: number;
	#bytes = 0;

	/** @param most - bytes of text; never more than a string can have */
	constructor(most: number = mostBytes) {
		this.#most = Math.min(most, mostBytes);
	}

	/**
	 * @param size - bytes of text
	 * @throws {TraceLimitError} it is too much
	 */
	add(size: number): void {
		this.#bytes += size;
		if (this.#bytes > this.#most) throw new TraceLimitError("bytes", `the trace is longer than ${this.#most} bytes`);
	}
}
