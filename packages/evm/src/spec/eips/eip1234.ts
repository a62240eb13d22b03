import { defineEip, type Eip } from "../eip.js";

/**
 * Puts the difficulty bomb 5,000,000 instead of 3,000,000 blocks back and lowers the reward of a block from 3 to 2
 * ether.
 */
export const eip1234: Eip = defineEip({
	number: 1234,
	title: "Constantinople Difficulty Bomb Delay and Block Reward Adjustment",
	parameters: { difficultyBombDelayBlocks: 5_000_000, blockRewardGwei: 2_000_000_000 },
});
