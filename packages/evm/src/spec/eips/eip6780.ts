import { defineEip, type Eip } from "../eip.js";

/**
 * SELFDESTRUCT sends the balance away but deletes the account only when the same transaction made it. Before, it
 * deleted any contract.
 */
export const eip6780: Eip = defineEip({
	number: 6780,
	title: "SELFDESTRUCT only in same transaction",
	rules: { selfdestructOnlyNew: true },
});
