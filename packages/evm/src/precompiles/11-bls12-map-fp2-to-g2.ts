import { bls12Library } from "./bls12-381/library.js";
import type { Precompile } from "./precompile.js";

const gas = 23_800n;
const inputSizeBytes = 128;

/** Maps a element of the quadratic extension field to the BLS12-381 subgroup G2 (EIP-2537). */
export const bls12MapFp2ToG2Precompile: Precompile = {
	name: "bls12MapFp2ToG2",
	library: bls12Library,
	gas: () => gas,
	run: (input) => (input.length === inputSizeBytes ? bls12Library.get().mapToG2(input) : undefined),
};
