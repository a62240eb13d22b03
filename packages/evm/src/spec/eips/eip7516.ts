import { defineEip, type Eip } from "../eip.js";

/**
 * Adds BLOBBASEFEE at 0x4a for 2 gas, which pushes the price of blob gas in this block.
 */
export const eip7516: Eip = defineEip({
	number: 7516,
	title: "BLOBBASEFEE instruction",
	gas: { BLOBBASEFEE: 2 },
});
