/** Claimed sizes in bytes, any 256-bit numbers. */
export interface ModexpSizes {
	readonly base: bigint;
	readonly exponent: bigint;
	readonly modulus: bigint;
}

/** The first pricing (EIP-198): complexity in three pieces, times the exponent's bits, over 20. No minimum. */
export function priceFloorless(sizes: ModexpSizes, exponentHead: bigint): bigint {
	const x = maximum(sizes.base, sizes.modulus);
	let complexity = x * x;
	if (x > 1024n) complexity = complexity / 16n + 480n * x - 199_680n;
	else if (x > 64n) complexity = complexity / 4n + 96n * x - 3072n;
	return (complexity * maximum(countIterations(sizes.exponent, exponentHead, 8n), 1n)) / 20n;
}

/** EIP-2565: complexity is the square of the number of 64-bit words; over 3, at least 200. */
export function priceShifted(sizes: ModexpSizes, exponentHead: bigint): bigint {
	const iterations = maximum(countIterations(sizes.exponent, exponentHead, 8n), 1n);
	return maximum((countSquaredWords(sizes) * iterations) / 3n, 200n);
}

/** EIP-7883: complexity doubled (a flat 16 up to 32 bytes), no division by 3, long exponents twice as dear; at least 500. */
export function priceTripled(sizes: ModexpSizes, exponentHead: bigint): bigint {
	const isShort = sizes.base <= 32n && sizes.modulus <= 32n;
	const complexity = isShort ? 16n : 2n * countSquaredWords(sizes);
	return maximum(complexity * maximum(countIterations(sizes.exponent, exponentHead, 16n), 1n), 500n);
}

function countSquaredWords(sizes: ModexpSizes): bigint {
	const words = (maximum(sizes.base, sizes.modulus) + 7n) / 8n;
	return words * words;
}

/** The exponent's bits after its highest, where each byte behind the first word counts `tailByteWeight`. */
function countIterations(exponentSize: bigint, head: bigint, tailByteWeight: bigint): bigint {
	const headBits = head === 0n ? 0n : BigInt(head.toString(2).length - 1);
	return exponentSize <= 32n ? headBits : tailByteWeight * (exponentSize - 32n) + headBits;
}

function maximum(a: bigint, b: bigint): bigint {
	return a > b ? a : b;
}
