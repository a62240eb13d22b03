import { errorCodes } from "../errors/rpc-error.js";
import { toRpcError } from "../rpc/to-rpc-error.js";
import type { AnswerStream } from "./answer-stream.js";
import type { Told } from "./thread-messages.js";

/** Pieces that are under way between the threads, of one answer: enough that neither waits for the other when both are fast. */
export const piecesUnderWay = 4;

/** The answers that the node's thread tells in pieces, no more of them than the other thread has asked for. */
export class ThreadStreams {
	readonly #tell: (message: Told) => void;
	readonly #report: (error: unknown) => void;
	readonly #open = new Map<number, AnswerStream>();

	constructor(tell: (message: Told) => void, report: (error: unknown) => void) {
		this.#tell = tell;
		this.#report = report;
	}

	begin(id: number, answer: AnswerStream): void {
		this.#open.set(id, answer);
		this.tellMore(id, piecesUnderWay);
	}

	tellMore(id: number, count: number): void {
		for (let i = 0; i < count; i++) void this.#tellNext(id);
	}

	/** A generator answers calls of `next` in their order. */
	async #tellNext(id: number): Promise<void> {
		const answer = this.#open.get(id);
		if (answer === undefined) return;
		try {
			const { done, value } = await answer.next();
			if (!this.#open.has(id)) return;
			if (!done) return this.#tell({ type: "piece", id, text: value });
			this.#open.delete(id);
			this.#tell({ type: "end", id, failed: false });
		} catch (error) {
			if (!this.#open.delete(id)) return;
			// The client sees a connection end, whatever it was.
			if (toRpcError(error).code === errorCodes.internalError) this.#report(error);
			this.#tell({ type: "end", id, failed: true });
		}
	}

	stop(id: number): void {
		const answer = this.#open.get(id);
		this.#open.delete(id);
		answer?.return().catch(this.#report);
	}
}
