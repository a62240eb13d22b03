import { defineEip, type Eip } from "../eip.js";

/**
 * Adds DUPN, SWAPN and EXCHANGE at 0xe6 to 0xe8 for 3 gas each, which reach 235 words deep through one immediate byte
 * where DUP16 and SWAP16 end. The engine cannot execute them yet: a fork with this EIP lists it and leaves the opcodes
 * undefined.
 */
export const eip8024: Eip = defineEip({
	number: 8024,
	title: "Backward compatible SWAPN, DUPN, EXCHANGE",
	implemented: false,
	gas: { DUPN: 3, SWAPN: 3, EXCHANGE: 3 },
});
