import type { AnswerStream } from "./answer-stream.js";

/** An answer that another thread tells in pieces. */
export class ReceivedAnswer {
	readonly #pieces: string[] = [];
	readonly #askForMore: () => void;
	readonly #stop: () => void;
	#isOver = false;
	#hasFailed = false;
	#wake: () => void = () => {};

	/**
	 * @param askForMore - tells the other thread that a piece was taken
	 * @param stop - tells it that no more are wanted
	 */
	constructor(askForMore: () => void, stop: () => void) {
		this.#askForMore = askForMore;
		this.#stop = stop;
	}

	add(piece: string): void {
		this.#pieces.push(piece);
		this.#wake();
	}

	/** @param hasFailed - something is missing */
	end(hasFailed: boolean): void {
		this.#isOver = true;
		this.#hasFailed = hasFailed;
		this.#wake();
	}

	/** To be called once. */
	async *read(): AnswerStream {
		try {
			for (;;) {
				const piece = this.#pieces.shift();
				if (piece !== undefined) {
					if (!this.#isOver) this.#askForMore();
					yield piece;
				} else if (this.#isOver) break;
				else {
					await new Promise<void>((resolve) => {
						this.#wake = resolve;
					});
				}
			}
			if (this.#hasFailed) throw new Error("the answer broke off");
		} finally {
			if (!this.#isOver) this.#stop();
		}
	}
}
