import { defineEip, type Eip } from "../eip.js";

/**
 * Adds REVERT at 0xfd: it undoes the frame as a failure does, but keeps the gas that is left and hands output to the
 * caller. It costs nothing but the memory its output covers.
 */
export const eip140: Eip = defineEip({
	number: 140,
	title: "REVERT instruction",
	gas: { REVERT: 0 },
});
