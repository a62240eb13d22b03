import { bls12Library } from "./bls12-381/library.js";
import { computeMsmGasG2 } from "./bls12-381/msm-gas.js";
import type { Precompile } from "./precompile.js";

const pairSizeBytes = 288;

/** Sum of products of points of the BLS12-381 subgroup G2 with numbers (EIP-2537). */
export const bls12G2MsmPrecompile: Precompile = {
	name: "bls12G2Msm",
	library: bls12Library,
	gas: (input) => computeMsmGasG2(Math.floor(input.length / pairSizeBytes)),
	run(input) {
		if (input.length === 0 || input.length % pairSizeBytes !== 0) return undefined;
		return bls12Library.get().multiplyG2(input);
	},
};
