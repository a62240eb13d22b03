import type { TransactionResult } from "@evmore/evm/block";

/** A transaction that was executed, and how long it took. */
export interface TimedTransaction {
	readonly block: bigint;
	/** In its block, from 0. */
	readonly index: number;
	readonly hash: string;
	readonly status: TransactionResult["status"];
	readonly gasUsed: bigint;
	readonly ms: number;
}

/** Keeps the transactions that took longest. */
export class Slowest {
	readonly #count: number;
	readonly #kept: TimedTransaction[] = [];

	constructor(count: number) {
		this.#count = count;
	}

	/** Whether one that took so long would be kept. */
	wants(ms: number): boolean {
		return this.#kept.length < this.#count || ms > this.#kept.at(-1)!.ms;
	}

	add(transaction: TimedTransaction): void {
		if (!this.wants(transaction.ms)) return;
		const at = this.#kept.findIndex(({ ms }) => ms < transaction.ms);
		this.#kept.splice(at < 0 ? this.#kept.length : at, 0, transaction);
		if (this.#kept.length > this.#count) this.#kept.pop();
	}

	/** The slowest first. */
	get transactions(): readonly TimedTransaction[] {
		return this.#kept;
	}
}
