import { defineEip, type Eip } from "../eip.js";

/**
 * A block carries withdrawals of validators, and their amounts, in gwei, are added to balances after its transactions.
 * They cost no gas and cannot fail.
 */
export const eip4895: Eip = defineEip({
	number: 4895,
	title: "Beacon chain push withdrawals as operations",
	rules: { withdrawals: true },
});
