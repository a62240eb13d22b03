import type { Spec } from "@evmore/evm";
import type { ConfiguredChain, ForkName } from "@evmore/evm/spec";

/** The engine's parameters are integers of 32 bits. */
const largestParameter: number = 2 ** 31 - 1;

/**
 * The rules of a chain, with another limit to the size of code (EIP-170) and twice that for initcode (EIP-3860).
 *
 * @param limit - in bytes; undefined: what the rules say
 */
export function withCodeSizeLimit<T extends Pick<ConfiguredChain, "specOf">>(chain: T, limit: number | undefined): T {
	if (limit === undefined) return chain;
	// Machines know rules by their object.
	const specs = new Map<ForkName, Spec>();
	const limits = { maxCodeSizeBytes: limit, maxInitcodeSizeBytes: Math.min(2 * limit, largestParameter) };
	return {
		...chain,
		specOf(fork: ForkName): Spec {
			let spec = specs.get(fork);
			if (spec === undefined) {
				const usual = chain.specOf(fork);
				spec = { ...usual, parameters: { ...usual.parameters, ...limits } };
				specs.set(fork, spec);
			}
			return spec;
		},
	};
}
