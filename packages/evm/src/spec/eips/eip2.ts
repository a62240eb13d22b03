import { defineEip, type Eip } from "../eip.js";

/**
 * Creating a contract by a transaction costs 53,000 instead of 21,000 gas. A signature's s must lie in the lower half
 * of the curve's order, and a creation that cannot pay for its code fails instead of leaving an empty contract.
 * Difficulty follows the time since the parent in steps of ten seconds, up to 99 steps down, instead of one step up or
 * down.
 */
export const eip2: Eip = defineEip({
	number: 2,
	title: "Homestead Hard-fork Changes",
	parameters: { transactionCreate: 32_000 },
	rules: { codeDepositRequired: true, lowS: true, homesteadDifficulty: true },
});
