import { ProgressLine } from "../progress-line.js";
import type { Totals } from "./totals.js";

/** Shows how far the tests are. */
export class Progress {
	readonly #files: number;
	readonly #line = new ProgressLine();
	#done = 0;

	constructor(files: number) {
		this.#files = files;
	}

	advance({ passed, failed }: Totals): void {
		this.#done++;
		this.#line.show(() => {
			const percent = Math.floor((this.#done / this.#files) * 100);
			return `${percent} %, ${this.#done}/${this.#files} files, ${passed} passed, ${failed} failed`;
		});
	}

	end(): void {
		this.#line.end();
	}
}
