import { bls12Library } from "./bls12-381/library.js";
import type { Precompile } from "./precompile.js";

const gas = 600n;
const inputSizeBytes = 512;

/** Sum of two points of the BLS12-381 G2 curve, in the subgroup or not (EIP-2537). */
export const bls12G2AddPrecompile: Precompile = {
	name: "bls12G2Add",
	library: bls12Library,
	gas: () => gas,
	run: (input) => (input.length === inputSizeBytes ? bls12Library.get().addG2(input) : undefined),
};
