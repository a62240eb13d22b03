import { defineEip, type Eip } from "../eip.js";

/**
 * A legacy signature may cover the chain id, its v being 35 or 36 plus twice the id. Before, every transaction was
 * valid on every chain; those with v 27 or 28 still are.
 */
export const eip155: Eip = defineEip({
	number: 155,
	title: "Simple replay attack protection",
	rules: { replayProtection: true },
});
