/**
 * Arithmetic on alt_bn128 in the encoding of EIP-196 and EIP-197: coordinates are 32-byte big-endian numbers, G2
 * coordinates have their imaginary part first, infinity is all zeros. Every function checks its input as the EIPs say
 * (coordinates below the field's prime, points on the curve, G2 points in the subgroup) and answers undefined when it is
 * refused. Inputs have exactly the stated size, are not changed, and outputs own their bytes.
 */
export interface Bn254Backend {
	/** Which library this is. */
	readonly name: "mcl" | "noble";
	/** Two G1 points, 128 bytes, to their sum, 64 bytes. */
	add(input: Uint8Array): Uint8Array | undefined;
	/** A G1 point and a 32-byte scalar, any value: 96 bytes, to the product, 64 bytes. */
	multiply(input: Uint8Array): Uint8Array | undefined;
	/** Pairs of a G1 and a G2 point, 192 bytes each: is the product of their pairings one? */
	checkPairing(input: Uint8Array): boolean | undefined;
}
