import { defineEip, type Eip } from "../eip.js";

/**
 * Adds b^e mod m for numbers of any length at 0x05. The price follows the lengths, and the bits of the exponent,
 * divided by 20.
 */
export const eip198: Eip = defineEip({
	number: 198,
	title: "Big integer modular exponentiation",
	precompiles: [{ address: 0x05, name: "modexp", pricing: 198 }],
});
