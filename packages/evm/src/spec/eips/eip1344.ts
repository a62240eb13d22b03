import { defineEip, type Eip } from "../eip.js";

/**
 * Adds CHAINID at 0x46 for 2 gas. Before, a contract had to be told its chain to check signatures bound to it.
 */
export const eip1344: Eip = defineEip({
	number: 1344,
	title: "ChainID opcode",
	gas: { CHAINID: 2 },
});
