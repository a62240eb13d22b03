import { defineEip, type Eip } from "../eip.js";

/**
 * Adds SHL, SHR and SAR at 0x1b to 0x1d for 3 gas each. Before, a shift was a multiplication or division by a power of
 * two, for 5 gas and the EXP.
 */
export const eip145: Eip = defineEip({
	number: 145,
	title: "Bitwise shifting instructions in EVM",
	gas: { SHL: 3, SHR: 3, SAR: 3 },
});
