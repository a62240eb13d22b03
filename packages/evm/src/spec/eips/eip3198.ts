import { defineEip, type Eip } from "../eip.js";

/**
 * Adds BASEFEE at 0x48 for 2 gas, which pushes the block's base fee.
 */
export const eip3198: Eip = defineEip({
	number: 3198,
	title: "BASEFEE opcode",
	gas: { BASEFEE: 2 },
});
