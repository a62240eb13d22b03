/** What time it is for the next block. */
export interface ClockState {
	/** Seconds that the chain is ahead of the clock on the wall. */
	readonly offset: bigint;
	/** Time of the next block alone. */
	readonly next: bigint | undefined;
	/** Seconds between blocks, instead of the time that passes. */
	readonly interval: bigint | undefined;
}

/** The time of blocks: that of the wall, moved as told. In seconds since 1970. */
export class Clock {
	#offset = 0n;
	#next: bigint | undefined;
	#interval: bigint | undefined;
	readonly #wallTimeMs: () => number;

	constructor(wallTimeMs: () => number = Date.now) {
		this.#wallTimeMs = wallTimeMs;
	}

	get now(): bigint {
		return this.#wall + this.#offset;
	}

	get offset(): bigint {
		return this.#offset;
	}

	get #wall(): bigint {
		return BigInt(Math.floor(this.#wallTimeMs() / 1000));
	}

	/**
	 * The next block is at least so many seconds later than the one before, which may be ahead of the clock: blocks that are
	 * made within one second have times of their own.
	 *
	 * @returns how far ahead the chain is now
	 */
	increase(seconds: bigint, parentTimestamp: bigint): bigint {
		if (parentTimestamp > this.now) this.set(parentTimestamp);
		this.#offset += seconds;
		return this.#offset;
	}

	/** The time is this one now, and goes on from there. */
	set(timestamp: bigint): void {
		this.#offset = timestamp - this.#wall;
	}

	/** The next block has this time, and time goes on from there. */
	setNext(timestamp: bigint): void {
		this.#next = timestamp;
	}

	/** Blocks are so many seconds apart; undefined: as time passes. */
	setInterval(seconds: bigint | undefined): void {
		this.#interval = seconds;
	}

	/** The time of the block after one with a time; what was set for the next one remains until `take`. */
	peek(parentTimestamp: bigint): bigint {
		if (this.#next !== undefined) return this.#next;
		if (this.#interval !== undefined) return parentTimestamp + this.#interval;
		const { now } = this;
		return now > parentTimestamp ? now : parentTimestamp + 1n;
	}

	/** The time of the block that is made now. */
	take(parentTimestamp: bigint): bigint {
		const timestamp = this.peek(parentTimestamp);
		if (this.#next !== undefined) this.set(timestamp);
		this.#next = undefined;
		return timestamp;
	}

	save(): ClockState {
		return { offset: this.#offset, next: this.#next, interval: this.#interval };
	}

	restore({ offset, next, interval }: ClockState): void {
		this.#offset = offset;
		this.#next = next;
		this.#interval = interval;
	}
}
