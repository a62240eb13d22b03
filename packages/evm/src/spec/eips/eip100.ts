import { defineEip, type Eip } from "../eip.js";

/**
 * Difficulty rises one step more after a parent with ommers, and a step is nine seconds instead of ten. Before,
 * issuance could be raised by making ommers.
 */
export const eip100: Eip = defineEip({
	number: 100,
	title: "Change difficulty adjustment to target mean block time including uncles",
	rules: { ommerDifficulty: true },
});
