import { defineEip, type Eip } from "../eip.js";

/**
 * The account that receives the fees is warm from the start of a transaction. Before, the first access to it cost 2600
 * gas.
 */
export const eip3651: Eip = defineEip({
	number: 3651,
	title: "Warm COINBASE",
	rules: { warmCoinbase: true },
});
