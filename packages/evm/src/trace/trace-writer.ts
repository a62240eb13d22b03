import type { JsonValue } from "./json-value.js";
import { TraceLimitError } from "./tracer-error.js";

/** Where the text of a trace goes, in pieces; a promise asks to wait before the next one. */
export interface TextSink {
	write(text: string): void | Promise<void>;
}

/** Characters in a piece, about. */
const pieceSize = 1 << 16;

/** Gathers the text of a trace into pieces. All of it is ASCII: a character is a byte. */
export class TraceWriter {
	readonly #sink: TextSink;
	readonly #maxBytes: number;
	#piece = "";
	#written = 0;
	#counted = 0;
	#waiting: Promise<void> | undefined;
	/** The whole trace as a value: set where that is wanted, and it was never text. */
	value: JsonValue | undefined;
	/** Whether a trace that is a value need not become text. */
	takesValue = false;

	/** @param maxBytes - of the whole text */
	constructor(sink: TextSink, maxBytes: number = Number.POSITIVE_INFINITY) {
		this.#sink = sink;
		this.#maxBytes = maxBytes;
	}

	/** @throws {TraceLimitError} the text has become too long */
	write(text: string): void {
		this.#piece += text;
		if (this.#piece.length >= pieceSize) this.#flush();
		else if (this.#written + this.#piece.length > this.#maxBytes) this.#refuse();
	}

	/** Writes a value, or keeps it when it is all there is. */
	writeValue(value: JsonValue): void {
		if (this.takesValue && this.#written === 0 && this.#piece === "") this.value = value;
		else this.write(JSON.stringify(value));
	}

	/** Counts what would be so many characters, of a trace that is a value. @throws {TraceLimitError} they are too many */
	count(characters: number): void {
		this.#counted += characters;
		if (this.#counted > this.#maxBytes) this.#refuse();
	}

	#refuse(): never {
		throw new TraceLimitError("bytes", `the trace is longer than ${this.#maxBytes} bytes`);
	}

	#flush(): void {
		const piece = this.#piece;
		if (piece === "") return;
		this.#written += piece.length;
		if (this.#written > this.#maxBytes) this.#refuse();
		this.#piece = "";
		const answer = this.#sink.write(piece);
		if (answer === undefined) return;
		// A slow reader may be met again before the engine has had the time to wait for it.
		this.#waiting = this.#waiting === undefined ? answer : Promise.all([this.#waiting, answer]).then(() => undefined);
	}

	/** What has to be waited for before more is written; it is the caller's from now on. */
	takeWaiting(): Promise<void> | undefined {
		const waiting = this.#waiting;
		this.#waiting = undefined;
		return waiting;
	}

	/** Hands the rest over. */
	finish(): Promise<void> | undefined {
		this.#flush();
		return this.takeWaiting();
	}
}
