import { defineEip, type Eip } from "../eip.js";

/**
 * Adds the verification of signatures on the curve P-256, which telephones and passkeys use, at 0x100 for 6900 gas.
 */
export const eip7951: Eip = defineEip({
	number: 7951,
	title: "Precompile for secp256r1 Curve Support",
	precompiles: [{ address: 0x100, name: "p256Verify", pricing: 7951 }],
});
