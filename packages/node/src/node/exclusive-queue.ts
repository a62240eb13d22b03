/** Runs one thing after another, in the order in which they were asked for. */
export class ExclusiveQueue {
	#last: Promise<unknown> = Promise.resolve();

	run<T>(work: () => Promise<T> | T): Promise<T> {
		const result = this.#last.then(work);
		// The next one does not care how this one ended.
		this.#last = result.catch(() => undefined);
		return result;
	}
}
