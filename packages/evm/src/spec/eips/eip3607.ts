import { defineEip, type Eip } from "../eip.js";

/**
 * A transaction whose sender has code is invalid, except where the code is a delegation (EIP-7702). It holds since
 * block 0: nobody ever found a key for a contract's address.
 */
export const eip3607: Eip = defineEip({
	number: 3607,
	title: "Reject transactions from senders with deployed code",
});
