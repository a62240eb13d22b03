import { defineEip, type Eip } from "../eip.js";
import { storageParameters, storagePrices } from "../storage-gas.js";

/**
 * Takes EIP-1283 out again, because its cheap writes opened contracts to reentrancy that a stipend of 2300 gas had
 * ruled out. SSTORE costs 5000 or 20,000 as before Constantinople.
 */
export const eip1716: Eip = defineEip({
	number: 1716,
	title: "Hardfork Meta: Petersburg",
	parameters: storageParameters(storagePrices.eip150, storagePrices.eip1283),
	rules: { netStorageMetering: false },
});
