import { bls12Library } from "./bls12-381/library.js";
import { encodeBoolean } from "./curve-encoding.js";
import type { Precompile } from "./precompile.js";

const baseGas = 37_700;
const pairGas = 32_600;
const pairSizeBytes = 384;

/** Whether the product of pairings of BLS12-381 points is one (EIP-2537), as a word. */
export const bls12PairingPrecompile: Precompile = {
	name: "bls12Pairing",
	library: bls12Library,
	gas: (input) => BigInt(baseGas + pairGas * Math.floor(input.length / pairSizeBytes)),
	run(input) {
		if (input.length === 0 || input.length % pairSizeBytes !== 0) return undefined;
		const holds = bls12Library.get().checkPairing(input);
		return holds === undefined ? undefined : encodeBoolean(holds);
	},
};
