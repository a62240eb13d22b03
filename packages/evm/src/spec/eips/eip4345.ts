import { defineEip, type Eip } from "../eip.js";

/**
 * Puts the difficulty bomb 10,700,000 instead of 9,700,000 blocks back.
 */
export const eip4345: Eip = defineEip({
	number: 4345,
	title: "Difficulty Bomb Delay to June 2022",
	parameters: { difficultyBombDelayBlocks: 10_700_000 },
});
