import { BaseError } from "../errors/base-error.js";
import type { PrecompileName } from "../spec/eip.js";

/** A fork's data names a pricing that the precompiled contract does not have. */
export class UnknownPricingError extends BaseError {
	constructor(name: PrecompileName, pricing: number, known: readonly string[]) {
		super(`The precompiled contract ${name} has no pricing ${pricing}.`, { details: `It has ${known.join(", ")}.` });
	}
}

/**
 * Looks up the row of a price table whose keys are the EIPs that set the prices.
 *
 * @throws UnknownPricingError
 */
export function selectPricing<T>(name: PrecompileName, table: Readonly<Record<number, T>>, pricing: number): T {
	const row = table[pricing];
	if (row === undefined) throw new UnknownPricingError(name, pricing, Object.keys(table));
	return row;
}
