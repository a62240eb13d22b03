import { defineEip, type Eip } from "../eip.js";

/**
 * Faster implementations make the curve bn254 cheaper: addition 500 → 150, multiplication 40,000 → 6000, pairing check
 * 100,000 → 45,000 and per pair 80,000 → 34,000.
 */
export const eip1108: Eip = defineEip({
	number: 1108,
	title: "Reduce alt_bn128 precompile gas costs",
	precompiles: [
		{ address: 0x06, name: "bn254Add", pricing: 1108 },
		{ address: 0x07, name: "bn254Mul", pricing: 1108 },
		{ address: 0x08, name: "bn254Pairing", pricing: 1108 },
	],
});
