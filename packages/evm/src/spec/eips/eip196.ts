import { defineEip, type Eip } from "../eip.js";

/**
 * Adds point addition (500 gas) at 0x06 and scalar multiplication (40,000 gas) at 0x07 on the curve that is called
 * bn254 here. Together with the pairing of EIP-197 they verify zero-knowledge proofs.
 */
export const eip196: Eip = defineEip({
	number: 196,
	title: "Precompiled contracts for addition and scalar multiplication on the elliptic curve alt_bn128",
	precompiles: [
		{ address: 0x06, name: "bn254Add", pricing: 196 },
		{ address: 0x07, name: "bn254Mul", pricing: 196 },
	],
});
