import { defineEip, type Eip } from "../eip.js";

/**
 * Adds RETURNDATASIZE at 0x3d (2 gas) and RETURNDATACOPY at 0x3e (3 gas and 3 per word). The output of the last call
 * is kept whole; before, what did not fit the area that the caller had set aside was lost.
 */
export const eip211: Eip = defineEip({
	number: 211,
	title: "New opcodes: RETURNDATASIZE and RETURNDATACOPY",
	gas: { RETURNDATASIZE: 2, RETURNDATACOPY: 3 },
});
