import { defineEip, type Eip } from "../eip.js";

/**
 * Puts the difficulty bomb 9,000,000 instead of 5,000,000 blocks back.
 */
export const eip2384: Eip = defineEip({
	number: 2384,
	title: "Muir Glacier Difficulty Bomb Delay",
	parameters: { difficultyBombDelayBlocks: 9_000_000 },
});
