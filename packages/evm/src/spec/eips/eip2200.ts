import { defineEip, type Eip } from "../eip.js";
import { storageParameters, storagePrices } from "../storage-gas.js";

/**
 * Brings the net pricing of EIP-1283 back with 800 instead of 200 gas for what changes nothing more, the new price of
 * SLOAD. SSTORE fails with 2300 gas left or less, so that a call with only the stipend can never write.
 */
export const eip2200: Eip = defineEip({
	number: 2200,
	title: "Structured Definitions for Net Gas Metering",
	parameters: storageParameters(storagePrices.eip2200, storagePrices.eip150),
	rules: { netStorageMetering: true },
});
