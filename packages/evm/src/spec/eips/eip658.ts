import { defineEip, type Eip } from "../eip.js";

/**
 * A receipt says with 1 or 0 whether the transaction succeeded. Before, the same place held the state root after the
 * transaction.
 */
export const eip658: Eip = defineEip({
	number: 658,
	title: "Embedding transaction status code in receipts",
	rules: { receiptStatus: true },
});
