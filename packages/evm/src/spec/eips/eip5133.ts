import { defineEip, type Eip } from "../eip.js";

/**
 * Puts the difficulty bomb 11,400,000 instead of 10,700,000 blocks back.
 */
export const eip5133: Eip = defineEip({
	number: 5133,
	title: "Delaying Difficulty Bomb to mid-September 2022",
	parameters: { difficultyBombDelayBlocks: 11_400_000 },
});
