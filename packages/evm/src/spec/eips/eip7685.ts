import { defineEip, type Eip } from "../eip.js";

/**
 * The header carries the hash of a list of requests to the beacon chain, each with a type byte. Before, each kind
 * would have needed a header field of its own.
 */
export const eip7685: Eip = defineEip({
	number: 7685,
	title: "General purpose execution layer requests",
	rules: { requests: true },
});
