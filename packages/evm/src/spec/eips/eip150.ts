import { defineEip, type Eip } from "../eip.js";
import { storagePrices } from "../storage-gas.js";

/**
 * Raises what reads the state, after attacks that made nodes read it for next to nothing: EXTCODESIZE and EXTCODECOPY
 * 20 → 700, BALANCE 20 → 400, SLOAD 50 → 200, calls 40 → 700, SELFDESTRUCT 0 → 5000 and 25,000 for an account it
 * brings into being. A call that asks for more gas than is left gets all but one 64th of it; before, it failed.
 */
export const eip150: Eip = defineEip({
	number: 150,
	title: "Gas cost changes for IO-heavy operations",
	gas: {
		EXTCODESIZE: 700,
		EXTCODECOPY: 700,
		BALANCE: 400,
		SLOAD: storagePrices.eip150.sload,
		CALL: 700,
		CALLCODE: 700,
		DELEGATECALL: 700,
		SELFDESTRUCT: 5000,
	},
	rules: { allButOne64th: true, selfdestructChargesNewAccount: true },
});
