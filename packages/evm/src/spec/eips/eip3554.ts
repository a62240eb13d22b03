import { defineEip, type Eip } from "../eip.js";

/**
 * Puts the difficulty bomb 9,700,000 instead of 9,000,000 blocks back.
 */
export const eip3554: Eip = defineEip({
	number: 3554,
	title: "Difficulty Bomb Delay to December 2021",
	parameters: { difficultyBombDelayBlocks: 9_700_000 },
});
