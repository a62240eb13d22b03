import { defineEip, type Eip } from "../eip.js";

/**
 * Puts the difficulty bomb 3,000,000 blocks back and lowers the reward of a block from 5 to 3 ether.
 */
export const eip649: Eip = defineEip({
	number: 649,
	title: "Metropolis Difficulty Bomb Delay and Block Reward Reduction",
	parameters: { difficultyBombDelayBlocks: 3_000_000, blockRewardGwei: 3_000_000_000 },
});
