import { defineEip, type Eip } from "../eip.js";

/**
 * A transaction pays at least 21,000 gas and 10 per token of its data, a token being a zero byte or a quarter of
 * another byte. Before, transactions that did little but carry data paid 4 and 16 per byte.
 */
export const eip7623: Eip = defineEip({
	number: 7623,
	title: "Increase calldata cost",
	parameters: { floorDataToken: 10 },
});
