import { defineEip, type Eip } from "../eip.js";

/**
 * An account with nonce 0, no balance and no code vanishes when a transaction touches it; before, such accounts stayed
 * for ever. Contracts start with nonce 1 instead of 0, and the 25,000 gas for a new account are due only when value
 * reaches an account that is empty. (It replaces EIP-158, whose number the test formats use for the fork.)
 */
export const eip161: Eip = defineEip({
	number: 161,
	title: "State trie clearing (invariant-preserving alternative)",
	rules: { stateClearing: true },
});
