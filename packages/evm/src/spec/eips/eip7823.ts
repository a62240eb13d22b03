import { defineEip, type Eip } from "../eip.js";

/**
 * Each operand of the modular exponentiation may be at most 1024 bytes long; before, only gas limited it. The limit is
 * part of the pricing of EIP-7883, which comes in the same fork.
 */
export const eip7823: Eip = defineEip({
	number: 7823,
	title: "Set upper bounds for MODEXP",
});
