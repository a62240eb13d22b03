/** Calls something again and again, each time so many milliseconds after it was done. */
export class IntervalMiner {
	readonly #mine: () => Promise<unknown>;
	#intervalMs = 0;
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(mine: () => Promise<unknown>) {
		this.#mine = mine;
	}

	/** 0: it does not run. */
	get intervalMs(): number {
		return this.#intervalMs;
	}

	/** @param intervalMs - 0 stops it */
	start(intervalMs: number): void {
		this.#intervalMs = intervalMs;
		clearTimeout(this.#timer);
		if (intervalMs > 0) this.#schedule();
	}

	#schedule(): void {
		this.#timer = setTimeout(() => {
			void this.#mine()
				.catch(() => undefined)
				.then(() => {
					if (this.#intervalMs > 0) this.#schedule();
				});
		}, this.#intervalMs);
		// Waiting for the next block alone keeps no process alive. Browsers give a number.
		(this.#timer as { unref?: () => void }).unref?.();
	}
}
