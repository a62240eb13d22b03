/** What recovers who signed. Numbers are big-endian; inputs have the stated sizes and are not changed. */
export interface SignerRecovery {
	/** Which library this is. */
	readonly name: "evmore" | "libauth" | "noble";
	/**
	 * The public key (64 bytes: x, y) that signed the hash (32 bytes) with the signature (64 bytes: r, s). Undefined when there
	 * is none: r or s is zero or not below the order, r is no point's x coordinate, the key would be infinity. s may be high.
	 */
	recover(hash: Uint8Array, signature: Uint8Array, yParity: 0 | 1): Uint8Array | undefined;
}

/** All arithmetic of ECDSA on secp256k1. */
export interface Secp256k1Backend extends SignerRecovery {
	/**
	 * Signs a hash (32 bytes): r, s (32 bytes each, s in the lower half of the order) and the parity (1 byte), 65 in all.
	 * Deterministic (RFC 6979). The private key (32 bytes) is valid.
	 */
	sign(hash: Uint8Array, privateKey: Uint8Array): Uint8Array;
	/** The public key (64 bytes: x, y) of a valid private key (32 bytes). */
	derivePublicKey(privateKey: Uint8Array): Uint8Array;
}
