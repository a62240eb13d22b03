import { defineEip, type Eip } from "../eip.js";
import { storageParameters, storagePrices } from "../storage-gas.js";

/**
 * The first access to an account in a transaction costs 2600 gas and to a storage slot 2100, later ones 100; before,
 * every access cost the same (SLOAD 800, BALANCE, EXTCODEHASH, EXTCODESIZE, EXTCODECOPY and calls 700). SSTORE adds
 * 2100 for a cold slot and lowers its reset from 5000 to 2900, SELFDESTRUCT adds 2600 for a cold beneficiary. The rows
 * here are the warm prices.
 */
export const eip2929: Eip = defineEip({
	number: 2929,
	title: "Gas cost increases for state access opcodes",
	gas: {
		SLOAD: storagePrices.eip2929.sload,
		BALANCE: 100,
		EXTCODEHASH: 100,
		EXTCODESIZE: 100,
		EXTCODECOPY: 100,
		CALL: 100,
		CALLCODE: 100,
		DELEGATECALL: 100,
		STATICCALL: 100,
	},
	parameters: {
		coldAccountAccess: 2600,
		warmAccess: 100,
		...storageParameters(storagePrices.eip2929, storagePrices.eip2200),
	},
	rules: { warmAccess: true },
});
