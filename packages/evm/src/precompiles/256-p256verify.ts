import { encodeBoolean } from "./curve-encoding.js";
import { p256Library } from "./p256/library.js";
import type { Precompile } from "./precompile.js";

const gas = 6900n;
const inputSizeBytes = 160;

/** Verifies an ECDSA signature over secp256r1 (EIP-7951): the word one, or nothing. Never fails. */
export const p256VerifyPrecompile: Precompile = {
	name: "p256Verify",
	library: p256Library,
	gas: () => gas,
	run(input) {
		const isValid = input.length === inputSizeBytes && p256Library.get().verify(input);
		return isValid ? encodeBoolean(true) : new Uint8Array(0);
	},
};
