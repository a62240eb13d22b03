import { defineEip, type Eip } from "../eip.js";

/**
 * Modular exponentiation costs at least 500 instead of 200 gas, is no longer divided by 3, and operands of more than
 * 32 bytes count double, long exponents double as well. With it goes the limit of 1024 bytes per operand (EIP-7823).
 */
export const eip7883: Eip = defineEip({
	number: 7883,
	title: "ModExp Gas Cost Increase",
	precompiles: [{ address: 0x05, name: "modexp", pricing: 7883 }],
});
