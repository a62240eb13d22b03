import { defineEip, type Eip } from "../eip.js";
import { storageParameters, storagePrices } from "../storage-gas.js";

/**
 * SELFDESTRUCT refunds nothing instead of 24,000 gas, clearing a slot 4800 instead of 15,000. At most a fifth of the
 * gas used is refunded, before it was half.
 */
export const eip3529: Eip = defineEip({
	number: 3529,
	title: "Reduction in refunds",
	parameters: {
		selfdestructRefund: 0,
		maxRefundQuotient: 5,
		...storageParameters(storagePrices.eip3529, storagePrices.eip2929),
	},
});
