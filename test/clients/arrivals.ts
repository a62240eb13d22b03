/** Things that are told one by one, and a promise of them all. */
export class Arrivals<T> {
	readonly #count: number;
	readonly #items: T[] = [];
	/** The first `count` things, once they are there. */
	readonly all: Promise<readonly T[]>;
	#resolve: (items: readonly T[]) => void = () => {};
	/** Says that no more will come. */
	readonly fail: (error: unknown) => void;

	constructor(count: number) {
		this.#count = count;
		let reject: (error: unknown) => void = () => {};
		this.all = new Promise((resolve, refuse) => {
			this.#resolve = resolve;
			reject = refuse;
		});
		// Whoever waits for it sees the failure; before that it is not an unhandled one.
		this.all.catch(() => {});
		this.fail = reject;
	}

	readonly add = (...items: readonly T[]): void => {
		this.#items.push(...items);
		if (this.#items.length >= this.#count) this.#resolve(this.#items.slice(0, this.#count));
	};
}
