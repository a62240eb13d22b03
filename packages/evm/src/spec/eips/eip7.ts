import { defineEip, type Eip } from "../eip.js";

/**
 * Adds DELEGATECALL at 0xf4 for 40 gas, the price of CALL. It runs another account's code as CALLCODE does, but caller
 * and value stay those of the running frame.
 */
export const eip7: Eip = defineEip({
	number: 7,
	title: "DELEGATECALL",
	gas: { DELEGATECALL: 40 },
});
