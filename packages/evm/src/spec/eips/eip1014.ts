import { defineEip, type Eip } from "../eip.js";

/**
 * Adds CREATE2 at 0xf5 for 32,000 gas and 6 per word of initcode, which it hashes. The new address follows from
 * creator, salt and initcode, where CREATE's follows from the creator's nonce.
 */
export const eip1014: Eip = defineEip({
	number: 1014,
	title: "Skinny CREATE2",
	gas: { CREATE2: 32_000 },
});
