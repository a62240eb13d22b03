import { defineEip, type Eip } from "../eip.js";

/**
 * A transaction whose nonce is 2^64 - 1 is invalid and a creation by an account with that nonce fails. It holds since
 * block 0, since no account ever came near; the number is in limits.ts.
 */
export const eip2681: Eip = defineEip({
	number: 2681,
	title: "Limit account nonce to 2^64-1",
});
