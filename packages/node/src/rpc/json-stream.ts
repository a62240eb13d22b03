import type { TraceLimits } from "@evmore/evm/trace";

/**
 * A result that may be too long to be held in memory. Whoever answers takes it as one value or as JSON text in pieces; nothing is
 * done before that.
 */
export class JsonStream {
	/** The whole result. */
	readonly value: () => Promise<unknown>;
	/** Its JSON in pieces. What makes them waits while a piece is not taken, and ends when the reader does. */
	readonly pieces: () => AsyncGenerator<string, void>;

	constructor(value: () => Promise<unknown>, pieces: () => AsyncGenerator<string, void>) {
		this.value = value;
		this.pieces = pieces;
	}
}

/** What a trace may take that is held in memory: its text has to fit a string, and its reader's patience. */
export const traceLimits: TraceLimits = { bytes: 256 << 20, timeoutMs: 60_000 };

/** What a trace may take that is sent while it is made. The time is the reader's, too. */
export const streamLimits: TraceLimits = { steps: 100_000_000, bytes: 16 * 2 ** 30, timeoutMs: 600_000 };
