import { keccak256 } from "../crypto/keccak256.js";
import { recoveryLibrary } from "../crypto/secp256k1.js";
import { padInput } from "./padded-input.js";
import type { Precompile } from "./precompile.js";

const gas = 3000n;
const inputSizeBytes = 128;

/**
 * The address that signed a hash (Yellow Paper, appendix E). The input is hash, v, r, s, a word each, cut or padded with
 * zeros. Without a signer the output is empty; the call never fails.
 */
export const ecrecoverPrecompile: Precompile = {
	name: "ecrecover",
	library: recoveryLibrary,
	gas: () => gas,
	run(input) {
		const padded = padInput(input, inputSizeBytes);
		const parity = readParity(padded);
		if (parity === undefined) return new Uint8Array(0);
		const publicKey = recoveryLibrary.get().recover(padded.subarray(0, 32), padded.subarray(64, 128), parity);
		if (publicKey === undefined) return new Uint8Array(0);
		const output = new Uint8Array(32);
		output.set(keccak256(publicKey).subarray(12), 12);
		return output;
	},
};

/** v is a whole word, 27 or 28; anything else has no signer. */
function readParity(input: Uint8Array): 0 | 1 | undefined {
	for (let i = 32; i < 63; i++) if (input[i] !== 0) return undefined;
	if (input[63] === 27) return 0;
	return input[63] === 28 ? 1 : undefined;
}
