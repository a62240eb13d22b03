import { defineEip, type Eip } from "../eip.js";
import { storagePrices } from "../storage-gas.js";

/**
 * The state had grown, and reading it slower: SLOAD 200 → 800, BALANCE 400 → 700, EXTCODEHASH 400 → 700. Adds
 * SELFBALANCE at 0x47 for 5 gas, which needs no lookup.
 */
export const eip1884: Eip = defineEip({
	number: 1884,
	title: "Repricing for trie-size-dependent opcodes",
	gas: { SLOAD: storagePrices.eip2200.sload, BALANCE: 700, EXTCODEHASH: 700, SELFBALANCE: 5 },
});
