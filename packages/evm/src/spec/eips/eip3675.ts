import { defineEip, type Eip } from "../eip.js";

/**
 * Blocks are chosen by the beacon chain once the total difficulty is reached. They have difficulty 0, nonce 0 and no
 * ommers, and the reward of 2 ether is gone from the execution layer.
 */
export const eip3675: Eip = defineEip({
	number: 3675,
	title: "Upgrade consensus to Proof-of-Stake",
	parameters: { blockRewardGwei: 0 },
	rules: { proofOfStake: true },
});
