import { sha256 } from "../crypto/sha256.js";
import { bls12Library } from "./bls12-381/library.js";
import type { Precompile } from "./precompile.js";

const gas = 50_000n;
const inputSizeBytes = 192;

/** First byte of a versioned hash of a KZG commitment. */
const kzgVersion = 0x01;

/** FIELD_ELEMENTS_PER_BLOB and BLS_MODULUS, a word each. */
// biome-ignore format: a table
const output: Uint8Array = new Uint8Array([
	...new Array(30).fill(0), 0x10, 0x00,
	0x73, 0xed, 0xa7, 0x53, 0x29, 0x9d, 0x7d, 0x48, 0x33, 0x39, 0xd8, 0x08, 0x09, 0xa1, 0xd8, 0x05,
	0x53, 0xbd, 0xa4, 0x02, 0xff, 0xfe, 0x5b, 0xfe, 0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x01,
]);

/**
 * Verifies that the blob with a versioned hash takes a value at a point (EIP-4844). The input is versioned hash, z, y (32
 * bytes each), commitment, proof (48 bytes each); everything but a valid proof fails.
 */
export const kzgPointEvaluationPrecompile: Precompile = {
	name: "kzgPointEvaluation",
	library: bls12Library,
	gas: () => gas,
	run(input) {
		if (input.length !== inputSizeBytes) return undefined;
		const commitment = input.subarray(96, 144);
		const versionedHash = sha256(commitment);
		versionedHash[0] = kzgVersion;
		if (versionedHash.some((byte, i) => byte !== input[i])) return undefined;
		const backend = bls12Library.get();
		const z = input.subarray(32, 64);
		const y = input.subarray(64, 96);
		return backend.verifyKzgProof(commitment, z, y, input.subarray(144, 192)) ? output.slice() : undefined;
	},
};
