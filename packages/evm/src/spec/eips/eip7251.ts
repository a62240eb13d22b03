import { defineEip, type Eip } from "../eip.js";

/**
 * A contract takes requests to join two validators, and a system call after the block's transactions takes up to 2 of
 * them from its queue, as requests of type 2. The rest of it happens on the beacon chain.
 */
export const eip7251: Eip = defineEip({
	number: 7251,
	title: "Increase the MAX_EFFECTIVE_BALANCE",
	rules: { consolidationRequests: true },
});
