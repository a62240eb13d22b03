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
