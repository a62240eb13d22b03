import { defineEip, type Eip } from "../eip.js";

/**
 * Adds transactions of type 2, which name a priority fee and a maximum, and a base fee per block, starting at 1 gwei,
 * that is burnt. It moves by at most 1/8 per block towards blocks that are half full; to make room for that the gas
 * limit doubles in the first such block. Before, a transaction paid the gas price it had bid.
 */
export const eip1559: Eip = defineEip({
	number: 1559,
	title: "Fee market change for ETH 1.0 chain",
	parameters: { baseFeeElasticity: 2, baseFeeMaxChangeDenominator: 8, initialBaseFee: 1_000_000_000 },
	rules: { feeMarket: true },
	transactionTypes: [2],
});
