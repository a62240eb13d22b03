/**
 * Arithmetic on BLS12-381 in the encoding of EIP-2537: a field element is 64 big-endian bytes of which the first 16 are
 * zero, an element of the quadratic extension has its real part first, infinity is all zeros. Every function checks its
 * input as the EIP says (field elements below the prime, points on the curve; subgroup membership for multiplication and
 * pairing, not for addition) and answers undefined when it is refused. Inputs have exactly the stated size (a positive
 * number of items), are not changed, and outputs own their bytes.
 */
export interface Bls12Backend {
	/** Which library this is. */
	readonly name: "mcl" | "noble";
	/** Two G1 points, 256 bytes, to their sum, 128 bytes. */
	addG1(input: Uint8Array): Uint8Array | undefined;
	/** Two G2 points, 512 bytes, to their sum, 256 bytes. */
	addG2(input: Uint8Array): Uint8Array | undefined;
	/** Pairs of a G1 point and a 32-byte scalar, any value, 160 bytes each, to the sum of products, 128 bytes. */
	multiplyG1(input: Uint8Array): Uint8Array | undefined;
	/** Pairs of a G2 point and a 32-byte scalar, any value, 288 bytes each, to the sum of products, 256 bytes. */
	multiplyG2(input: Uint8Array): Uint8Array | undefined;
	/** Pairs of a G1 and a G2 point, 384 bytes each: is the product of their pairings one? */
	checkPairing(input: Uint8Array): boolean | undefined;
	/** A field element, 64 bytes, to a G1 point of the subgroup, 128 bytes (RFC 9380: SSWU, isogeny, cofactor cleared). */
	mapToG1(input: Uint8Array): Uint8Array | undefined;
	/** An element of the quadratic extension, 128 bytes, to a G2 point of the subgroup, 256 bytes. */
	mapToG2(input: Uint8Array): Uint8Array | undefined;
	/**
	 * Does the polynomial committed to take the value `y` at `z`? (EIP-4844, verify_kzg_proof.) `commitment` and `proof` are
	 * compressed G1 points of 48 bytes, `z` and `y` canonical scalars of 32 bytes; undefined when one of them is malformed.
	 */
	verifyKzgProof(commitment: Uint8Array, z: Uint8Array, y: Uint8Array, proof: Uint8Array): boolean | undefined;
}
