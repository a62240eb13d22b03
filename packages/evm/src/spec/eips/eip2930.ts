import { defineEip, type Eip } from "../eip.js";

/**
 * Adds transactions of type 1, which list accounts (2400 gas each) and slots (1900 each) that they will use. Those are
 * warm from the start.
 */
export const eip2930: Eip = defineEip({
	number: 2930,
	title: "Optional access lists",
	parameters: { accessListAddress: 2400, accessListSlot: 1900 },
	transactionTypes: [1],
});
