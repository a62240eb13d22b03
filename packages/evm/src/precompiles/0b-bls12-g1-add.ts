import { bls12Library } from "./bls12-381/library.js";
import type { Precompile } from "./precompile.js";

const gas = 375n;
const inputSizeBytes = 256;

/** Sum of two points of the BLS12-381 G1 curve, in the subgroup or not (EIP-2537). */
export const bls12G1AddPrecompile: Precompile = {
	name: "bls12G1Add",
	library: bls12Library,
	gas: () => gas,
	run: (input) => (input.length === inputSizeBytes ? bls12Library.get().addG1(input) : undefined),
};
