import { defineEip, type Eip } from "../eip.js";

/**
 * Adds seven contracts on the curve BLS12-381, with a security of some 120 bits where bn254 has 80: additions (375 and
 * 600 gas), multi-scalar multiplications with a discount for many points, pairing check (37,700 and 32,600 per pair),
 * maps from field to curve (5500 and 23,800).
 */
export const eip2537: Eip = defineEip({
	number: 2537,
	title: "Precompile for BLS12-381 curve operations",
	precompiles: [
		{ address: 0x0b, name: "bls12G1Add", pricing: 2537 },
		{ address: 0x0c, name: "bls12G1Msm", pricing: 2537 },
		{ address: 0x0d, name: "bls12G2Add", pricing: 2537 },
		{ address: 0x0e, name: "bls12G2Msm", pricing: 2537 },
		{ address: 0x0f, name: "bls12Pairing", pricing: 2537 },
		{ address: 0x10, name: "bls12MapFpToG1", pricing: 2537 },
		{ address: 0x11, name: "bls12MapFp2ToG2", pricing: 2537 },
	],
});
