import { bls12Library } from "./bls12-381/library.js";
import { computeMsmGasG1 } from "./bls12-381/msm-gas.js";
import type { Precompile } from "./precompile.js";

const pairSizeBytes = 160;

/** Sum of products of points of the BLS12-381 subgroup G1 with numbers (EIP-2537). */
export const bls12G1MsmPrecompile: Precompile = {
	name: "bls12G1Msm",
	library: bls12Library,
	gas: (input) => computeMsmGasG1(Math.floor(input.length / pairSizeBytes)),
	run(input) {
		if (input.length === 0 || input.length % pairSizeBytes !== 0) return undefined;
		return bls12Library.get().multiplyG1(input);
	},
};
