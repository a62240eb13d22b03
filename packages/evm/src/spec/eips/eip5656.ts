import { defineEip, type Eip } from "../eip.js";

/**
 * Adds MCOPY at 0x5e for 3 gas and 3 per word. Before, memory was copied word by word, or by a call to the identity
 * contract.
 */
export const eip5656: Eip = defineEip({
	number: 5656,
	title: "MCOPY - Memory copying instruction",
	gas: { MCOPY: 3 },
});
