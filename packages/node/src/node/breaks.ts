/** Most milliseconds that work goes on without a break. */
const longestMs = 10;

/** Breaks in what takes long, so that other requests are answered meanwhile. Promises alone let nobody else in. */
export class Breaks {
	#last = performance.now();

	/** Lets others in, when the last break was long ago. */
	async take(): Promise<void> {
		if (performance.now() - this.#last < longestMs) return;
		await new Promise((resolve) => setTimeout(resolve));
		this.#last = performance.now();
	}
}
