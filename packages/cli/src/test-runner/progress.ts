import type { Totals } from "./totals.js";

/** Shows on a terminal how far the tests are; elsewhere it says nothing. */
export class Progress {
	readonly #files: number;
	readonly #isShown: boolean = process.stderr.isTTY === true;
	#done = 0;
	#shownAt = 0;

	constructor(files: number) {
		this.#files = files;
	}

	advance({ passed, failed }: Totals): void {
		this.#done++;
		const now = performance.now();
		if (!this.#isShown || now - this.#shownAt < 100) return;
		this.#shownAt = now;
		const percent = Math.floor((this.#done / this.#files) * 100);
		process.stderr.write(
			`\r\u001b[K${percent} %, ${this.#done}/${this.#files} files, ${passed} passed, ${failed} failed`,
		);
	}

	/** Takes the line away. */
	end(): void {
		if (this.#shownAt > 0) process.stderr.write("\r\u001b[K");
	}
}
