import { bn254Library } from "./bn254/library.js";
import { encodeBoolean } from "./curve-encoding.js";
import type { Precompile } from "./precompile.js";
import { selectPricing } from "./pricing.js";

const pairSizeBytes = 192;

const gasTable: Readonly<Record<number, { readonly base: number; readonly pair: number }>> = {
	197: { base: 100_000, pair: 80_000 },
	1108: { base: 45_000, pair: 34_000 },
};

/** Whether the product of pairings of alt_bn128 points is one (EIP-197), as a word. No pairs: yes. */
export function createBn254Pairing(pricing: number): Precompile {
	const { base, pair } = selectPricing("bn254Pairing", gasTable, pricing);
	return {
		name: "bn254Pairing",
		library: bn254Library,
		gas: (input) => BigInt(base + pair * Math.floor(input.length / pairSizeBytes)),
		run(input) {
			if (input.length % pairSizeBytes !== 0) return undefined;
			const holds = bn254Library.get().checkPairing(input);
			return holds === undefined ? undefined : encodeBoolean(holds);
		},
	};
}
