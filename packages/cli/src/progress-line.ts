/** Least time between two texts. */
const intervalMs = 100;

/** A line on standard error that tells how far long work is; where that is no terminal, it says nothing. */
export class ProgressLine {
	readonly #isShown: boolean = process.stderr.isTTY === true;
	#shownAt = 0;

	/** @param describe - asked for the text when it is time for a new one */
	show(describe: () => string): void {
		if (!this.#isShown) return;
		const now = performance.now();
		if (now - this.#shownAt < intervalMs) return;
		this.#shownAt = now;
		process.stderr.write(`\r\u001b[K${describe()}`);
	}

	/** Takes the line away. */
	end(): void {
		if (this.#shownAt > 0) process.stderr.write("\r\u001b[K");
		this.#shownAt = 0;
	}
}
