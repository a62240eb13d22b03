import { defineEip, type Eip } from "../eip.js";

/**
 * Adds EXTCODEHASH at 0x3f for 400 gas. Before, a contract had to copy another's code to hash it.
 */
export const eip1052: Eip = defineEip({
	number: 1052,
	title: "EXTCODEHASH opcode",
	gas: { EXTCODEHASH: 400 },
});
