import { defineEip, type Eip } from "../eip.js";

/**
 * Adds the compression function of BLAKE2b as precompiled contract 0x09. It costs 1 gas per round, and the caller
 * chooses the rounds.
 */
export const eip152: Eip = defineEip({
	number: 152,
	title: "Add BLAKE2 compression function `F` precompile",
	precompiles: [{ address: 0x09, name: "blake2f", pricing: 152 }],
});
