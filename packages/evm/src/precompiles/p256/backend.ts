/** Verification on the curve secp256r1. */
export interface P256Backend {
	/** Which library this is. */
	readonly name: "mcl" | "noble";
	/**
	 * Is the ECDSA signature valid? All numbers are 32 big-endian bytes: hash, r, s, and the coordinates of the public key.
	 * False also for an r or s that is zero or not below the order, and for a key that is not a point of the curve.
	 * `input` has 160 bytes and is not changed. High s values are valid.
	 */
	verify(input: Uint8Array): boolean;
}
