import { defineEip, type Eip } from "../eip.js";
import { storageParameters, storagePrices } from "../storage-gas.js";

/**
 * SSTORE is priced by what it changes against the value before the transaction: 200 gas when nothing or nothing more
 * changes, where every write cost 5000 or 20,000. It made calls with 2300 gas able to write, and was taken back before
 * it reached the main network (EIP-1716).
 */
export const eip1283: Eip = defineEip({
	number: 1283,
	title: "Net gas metering for SSTORE without dirty maps",
	parameters: storageParameters(storagePrices.eip1283, storagePrices.eip150),
	rules: { netStorageMetering: true },
});
