/** A sequence of pseudo-random numbers that a text determines; sfc32 by Chris Doty-Humphrey (public domain). */
export class Random {
	#a = 0x9e3779b9;
	#b = 0x243f6a88;
	#c = 0xb7e15162;
	#counter = 1;

	constructor(seed: string) {
		for (let i = 0; i < seed.length; i++) {
			this.#a ^= seed.charCodeAt(i) << ((i % 4) * 8);
			this.uint32();
		}
		for (let i = 0; i < 12; i++) this.uint32();
	}

	uint32(): number {
		const sum = (this.#a + this.#b + this.#counter) | 0;
		this.#counter = (this.#counter + 1) | 0;
		this.#a = this.#b ^ (this.#b >>> 9);
		this.#b = (this.#c + (this.#c << 3)) | 0;
		this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
		return sum >>> 0;
	}

	/** 0 to `limit` - 1. */
	below(limit: number): number {
		return Math.floor((this.uint32() / 2 ** 32) * limit);
	}

	/** `from` to `to`, both included. */
	between(from: number, to: number): number {
		return from + this.below(to - from + 1);
	}

	/** True in `percent` of 100 cases. */
	chance(percent: number): boolean {
		return this.below(100) < percent;
	}

	pick<T>(values: readonly T[]): T {
		return values[this.below(values.length)]!;
	}

	/** Picks a value by its weight. */
	weighted<T>(values: readonly (readonly [weight: number, value: T])[]): T {
		const total = values.reduce((sum, [weight]) => sum + weight, 0);
		let at = this.below(total);
		for (const [weight, value] of values) {
			at -= weight;
			if (at < 0) return value;
		}
		return values[0]![1];
	}

	bytes(size: number): Uint8Array {
		const bytes = new Uint8Array(size);
		for (let i = 0; i < size; i++) bytes[i] = this.below(256);
		return bytes;
	}
}
