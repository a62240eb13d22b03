import { defineEip, type Eip } from "../eip.js";

/**
 * At its block the balances of the drained DAO and its children move to a refund contract, and ten blocks carry `dao-
 * hard-fork` as extra data. No rule of execution changes: accounts and numbers are in chains/dao-fork.ts.
 */
export const eip779: Eip = defineEip({
	number: 779,
	title: "Hardfork Meta: DAO Fork",
});
