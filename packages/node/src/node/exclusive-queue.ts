/** Runs one thing after another, in the order in which they were asked for. */
export class ExclusiveQueue {
	#last: Promise<unknown> = Promise.resolve();
	#waiting = 0;

	/** Whether something has not ended. */
	get isBusy(): boolean {
		return this.#waiting > 0;
	}

	run<T>(work: () => Promise<T> | T): Promise<T> {
		this.#waiting++;
		const result = this.#last.then(work);
		const end = (): void => {
			this.#waiting--;
		};
		// The next one does not care how this one ended.
		this.#last = result.then(end, end);
		return result;
	}
}
