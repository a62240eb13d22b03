import { defineEip, type Eip } from "../eip.js";

/**
 * A byte of a transaction's data that is not zero costs 16 instead of 68 gas. Zero bytes stay at 4.
 */
export const eip2028: Eip = defineEip({
	number: 2028,
	title: "Transaction data gas cost reduction",
	parameters: { transactionDataNonZeroByte: 16 },
});
