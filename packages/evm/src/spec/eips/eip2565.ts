import { defineEip, type Eip } from "../eip.js";

/**
 * Modular exponentiation is priced by the square of the words of its longest operand, divided by 3 instead of 20, and
 * costs at least 200 gas. Most calls become cheaper, and their price follows the time they take.
 */
export const eip2565: Eip = defineEip({
	number: 2565,
	title: "ModExp Gas Cost",
	precompiles: [{ address: 0x05, name: "modexp", pricing: 2565 }],
});
