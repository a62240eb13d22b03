import { defineEip, type Eip } from "../eip.js";

/**
 * Adds STATICCALL at 0xfa for 700 gas, the price of CALL: within it, at any depth, whatever would change the state
 * fails.
 */
export const eip214: Eip = defineEip({
	number: 214,
	title: "New opcode STATICCALL",
	gas: { STATICCALL: 700 },
});
