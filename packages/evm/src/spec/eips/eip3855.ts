import { defineEip, type Eip } from "../eip.js";

/**
 * Adds PUSH0 at 0x5f for 2 gas. Before, a zero took two bytes and 3 gas.
 */
export const eip3855: Eip = defineEip({
	number: 3855,
	title: "PUSH0 instruction",
	gas: { PUSH0: 2 },
});
