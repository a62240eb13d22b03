import { defineEip, type Eip } from "../eip.js";

/**
 * Adds transactions of type 4 with authorizations by which accounts without code delegate to the code of another
 * (25,000 gas each, 12,500 of which come back when the account existed). A call to such an account runs the other's
 * code and pays for the access to it.
 */
export const eip7702: Eip = defineEip({
	number: 7702,
	title: "Set Code for EOAs",
	parameters: { authorization: 25_000, authorizationBase: 12_500 },
	rules: { delegations: true },
	transactionTypes: [4],
});
