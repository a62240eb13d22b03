import type { RuleChanges } from "./eip.js";
import type { Spec } from "./spec.js";

/** What storage costs in one span of forks. */
export interface StoragePrices {
	/** Static gas of SLOAD. */
	readonly sload: number;
	/** SSTORE of the value that is there, or to a slot that this transaction changed before; 0 where nothing is that cheap. */
	readonly noop: number;
	/** SSTORE to a slot that was zero. */
	readonly set: number;
	/** SSTORE to a slot that was not zero. */
	readonly reset: number;
	/** Refund for making a slot zero. */
	readonly clearRefund: number;
	/** SSTORE fails with this much gas left, or less; 0: no such rule. */
	readonly sentry: number;
	/** First access to the slot in the transaction: added to SSTORE; SLOAD costs this instead of its static gas. */
	readonly cold: number;
}

export type StorageGeneration = "frontier" | "eip150" | "eip1283" | "eip2200" | "eip2929" | "eip3529";

/**
 * What does SSTORE cost? One row per EIP that changed the answer; it holds until the next row's fork.
 *
 * Without "noop" prices the present value decides: zero to non-zero is a set, everything else a reset. With them
 * (`rules.netStorageMetering`) the value before the transaction decides, see {@link sstoreCost}.
 */
export const storagePrices: Readonly<Record<StorageGeneration, StoragePrices>> = {
	/** From Frontier. */
	frontier: { sload: 50, noop: 0, set: 20_000, reset: 5000, clearRefund: 15_000, sentry: 0, cold: 0 },
	/** From Tangerine Whistle; again in Petersburg, which took EIP-1283 back. */
	eip150: { sload: 200, noop: 0, set: 20_000, reset: 5000, clearRefund: 15_000, sentry: 0, cold: 0 },
	/** Constantinople only. */
	eip1283: { sload: 200, noop: 200, set: 20_000, reset: 5000, clearRefund: 15_000, sentry: 0, cold: 0 },
	/** From Istanbul, with SLOAD by EIP-1884. */
	eip2200: { sload: 800, noop: 800, set: 20_000, reset: 5000, clearRefund: 15_000, sentry: 2300, cold: 0 },
	/** From Berlin. A reset to a cold slot still costs 5000 in all. */
	eip2929: { sload: 100, noop: 100, set: 20_000, reset: 2900, clearRefund: 15_000, sentry: 2300, cold: 2100 },
	/** From London to this day. */
	eip3529: { sload: 100, noop: 100, set: 20_000, reset: 2900, clearRefund: 4800, sentry: 2300, cold: 2100 },
};

/** A row of {@link storagePrices} as the parameters of SSTORE, for the EIP that sets them: those that differ from `before`. */
export function storageParameters(
	prices: StoragePrices,
	before: StoragePrices | undefined,
): NonNullable<RuleChanges["parameters"]> {
	const all = {
		sstoreNoop: prices.noop,
		sstoreSet: prices.set,
		sstoreReset: prices.reset,
		sstoreClearRefund: prices.clearRefund,
		sstoreSentry: prices.sentry,
		coldSlotAccess: prices.cold,
	};
	if (before === undefined) return all;
	const old: Readonly<Record<string, number>> = storageParameters(before, undefined);
	return Object.fromEntries(Object.entries(all).filter(([name, value]) => value !== old[name]));
}

/** What one SSTORE costs, and what it adds to the refund counter (may be negative). */
export interface StorageCost {
	readonly gas: number;
	readonly refund: number;
}

/**
 * The price of one SSTORE, sentry aside: the reference that the kernel's implementation is tested against
 * (EIP-1283, EIP-2200, EIP-2929, EIP-3529; Yellow Paper appendix H before them).
 *
 * @param original - value of the slot when the transaction began
 * @param current - value now
 * @param next - value to write
 * @param cold - whether the transaction has not touched the slot yet; without effect before slots were cold or warm
 */
export function sstoreCost(
	spec: Pick<Spec, "parameters" | "rules">,
	original: bigint,
	current: bigint,
	next: bigint,
	cold: boolean,
): StorageCost {
	const { sstoreNoop, sstoreSet, sstoreReset, sstoreClearRefund, coldSlotAccess } = spec.parameters;
	if (!spec.rules.netStorageMetering) {
		return {
			gas: current === 0n && next !== 0n ? sstoreSet : sstoreReset,
			refund: current !== 0n && next === 0n ? sstoreClearRefund : 0,
		};
	}

	const surcharge = cold ? coldSlotAccess : 0;
	if (next === current) return { gas: sstoreNoop + surcharge, refund: 0 };
	const firstPrice = original === 0n ? sstoreSet : sstoreReset;
	if (current === original) {
		return { gas: firstPrice + surcharge, refund: original !== 0n && next === 0n ? sstoreClearRefund : 0 };
	}

	// The slot was written before in this transaction: only what the refund counter holds changes.
	let refund = 0;
	if (original !== 0n) {
		if (current === 0n) refund -= sstoreClearRefund;
		if (next === 0n) refund += sstoreClearRefund;
	}
	if (next === original) refund += firstPrice - sstoreNoop;
	return { gas: sstoreNoop + surcharge, refund };
}
