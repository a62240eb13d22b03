import { defineEip, type Eip } from "../eip.js";

/**
 * Adds CLZ at 0x1e for 5 gas. Before, the highest set bit had to be searched with shifts and comparisons.
 */
export const eip7939: Eip = defineEip({
	number: 7939,
	title: "Count leading zeros (CLZ) opcode",
	gas: { CLZ: 5 },
});
