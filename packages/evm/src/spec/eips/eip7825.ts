import { defineEip, type Eip } from "../eip.js";

/**
 * A transaction's gas limit may be at most 16,777,216 (2^24). Before, one transaction could take the whole block.
 */
export const eip7825: Eip = defineEip({
	number: 7825,
	title: "Transaction Gas Limit Cap",
	parameters: { maxTransactionGas: 16_777_216 },
});
