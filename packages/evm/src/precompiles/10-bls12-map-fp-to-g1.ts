import { bls12Library } from "./bls12-381/library.js";
import type { Precompile } from "./precompile.js";

const gas = 5500n;
const inputSizeBytes = 64;

/** Maps a field element to the BLS12-381 subgroup G1 (EIP-2537). */
export const bls12MapFpToG1Precompile: Precompile = {
	name: "bls12MapFpToG1",
	library: bls12Library,
	gas: () => gas,
	run: (input) => (input.length === inputSizeBytes ? bls12Library.get().mapToG1(input) : undefined),
};
