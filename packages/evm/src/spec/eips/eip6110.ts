import { defineEip, type Eip } from "../eip.js";

/**
 * The deposits that a block's logs of the deposit contract show are handed to the beacon chain as requests of type 0.
 * Before, validators voted on them. The contract's address is in the chain's file.
 */
export const eip6110: Eip = defineEip({
	number: 6110,
	title: "Supply validator deposits on chain",
	rules: { depositRequests: true },
});
