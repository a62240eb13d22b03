import { defineEip, type Eip } from "../eip.js";

/**
 * The exponent of EXP costs 50 instead of 10 gas per byte. Measurements after the attacks of 2016 had shown EXP to be
 * underpriced.
 */
export const eip160: Eip = defineEip({
	number: 160,
	title: "EXP cost increase",
	parameters: { expByte: 50 },
});
