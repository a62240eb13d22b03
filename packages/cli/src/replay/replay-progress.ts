import { formatSpeed } from "./describe-block.js";

/** Shows on a terminal how far an import is; elsewhere it says nothing. */
export class ReplayProgress {
	readonly #total: number;
	readonly #isShown: boolean = process.stderr.isTTY === true;
	readonly #start = performance.now();
	#shownAt = 0;

	/** @param total - in the unit in which it is told what is done */
	constructor(total: number) {
		this.#total = total;
	}

	advance(done: number, blocks: number, gas: bigint): void {
		if (!this.#isShown) return;
		const now = performance.now();
		if (now - this.#shownAt < 100) return;
		this.#shownAt = now;
		const percent = Math.floor((done / this.#total) * 100);
		process.stderr.write(`\r\u001b[K${percent} %, ${blocks} blocks, ${formatSpeed(gas, now - this.#start)}`);
	}

	/** Takes the line away. */
	end(): void {
		if (this.#shownAt > 0) process.stderr.write("\r\u001b[K");
		this.#shownAt = 0;
	}
}
