import { ProgressLine } from "../progress-line.js";
import { formatSpeed } from "./describe-block.js";

/** Shows how far an import is. */
export class ReplayProgress {
	readonly #total: number;
	readonly #line = new ProgressLine();
	readonly #start = performance.now();

	/** @param total - in the unit in which it is told what is done */
	constructor(total: number) {
		this.#total = total;
	}

	advance(done: number, blocks: number, gas: bigint): void {
		this.#line.show(() => {
			const percent = Math.floor((done / this.#total) * 100);
			return `${percent} %, ${blocks} blocks, ${formatSpeed(gas, performance.now() - this.#start)}`;
		});
	}

	end(): void {
		this.#line.end();
	}
}
