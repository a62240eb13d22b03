import { defineEip, type Eip } from "../eip.js";

/**
 * Adds TLOAD at 0x5c and TSTORE at 0x5d for 100 gas each: storage that is empty again after the transaction. It
 * follows reverts as storage does, is never cold and refunds nothing.
 */
export const eip1153: Eip = defineEip({
	number: 1153,
	title: "Transient storage opcodes",
	gas: { TLOAD: 100, TSTORE: 100 },
});
