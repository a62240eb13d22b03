import { defineEip, type Eip } from "../eip.js";

/**
 * Initcode may be at most 49,152 bytes long, twice the limit for code, and costs 2 gas per word for the scan for jump
 * destinations. Before, neither was so.
 */
export const eip3860: Eip = defineEip({
	number: 3860,
	title: "Limit and meter initcode",
	parameters: { maxInitcodeSizeBytes: 49_152, initcodeWord: 2 },
	rules: { limitInitcode: true },
});
