/** base ^ exponent mod 2^bits; the exponent, in big-endian bytes, begins with a byte other than zero. */
export function powModuloPowerOfTwo(base: bigint, exponent: Uint8Array, bits: number): bigint {
	if ((base & 1n) === 0n) {
		// The power of an even number has as many factors 2 as the exponent says, or more.
		if (exponent.length > 4) return 0n;
		const times = exponent.reduce((sum, byte) => 256 * sum + byte, 0);
		return times >= bits ? 0n : BigInt.asUintN(bits, base ** BigInt(times));
	}
	// Odd numbers repeat their powers after 2^(bits - 1): only the exponent's lowest bits matter.
	const bytes = exponent.subarray(Math.max(0, exponent.length - Math.ceil(bits / 8)));
	let result = 1n;
	for (const byte of bytes) {
		for (let mask = 128; mask > 0; mask >>= 1) {
			result = BigInt.asUintN(bits, result * result);
			if ((byte & mask) !== 0) result = BigInt.asUintN(bits, result * base);
		}
	}
	return result;
}

/** 1 / value modulo 2^bits, for an odd value. */
export function invertModuloPowerOfTwo(value: bigint, bits: number): bigint {
	let inverse = value;
	// Newton's method, as the number of right bits doubles with each step, from three on.
	for (let right = 3; right < bits; right *= 2) {
		inverse = BigInt.asUintN(bits, inverse * (2n - BigInt.asUintN(bits, value * inverse)));
	}
	return BigInt.asUintN(bits, inverse);
}

/** How often 2 divides a positive number. */
export function countTrailingZeros(value: bigint): number {
	let rest = value;
	let count = 0;
	for (; (rest & 0xffff_ffffn) === 0n; rest >>= 32n) count += 32;
	const low = Number(rest & 0xffff_ffffn);
	return count + 31 - Math.clz32(low & -low);
}
