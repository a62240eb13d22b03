import { defineEip, type Eip } from "../eip.js";

/**
 * Clients vote for a block gas limit of 60,000,000 unless told otherwise. No rule changes: a block may still move its
 * limit by 1/1024 of its parent's.
 */
export const eip7935: Eip = defineEip({
	number: 7935,
	title: "Set default gas limit to 60M",
});
