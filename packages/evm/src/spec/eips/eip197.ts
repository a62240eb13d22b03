import { defineEip, type Eip } from "../eip.js";

/**
 * Adds the pairing check on the curve bn254 at 0x08. It costs 100,000 gas and 80,000 per pair of points.
 */
export const eip197: Eip = defineEip({
	number: 197,
	title: "Precompiled contracts for optimal ate pairing check on the elliptic curve alt_bn128",
	precompiles: [{ address: 0x08, name: "bn254Pairing", pricing: 197 }],
});
