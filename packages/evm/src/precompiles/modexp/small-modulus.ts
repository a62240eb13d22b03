/** Moduli below this are powSmallModulo's: a product of two residues stays below 2^48, exact in a double. */
export const smallModulusLimit: bigint = 1n << 24n;

/**
 * base ^ exponent mod modulus for 1 < modulus < 2^24, in a few operations per byte of the exponent: before EIP-2565 such a
 * byte costs as little as 0.4 gas.
 *
 * Uses Euler's theorem in the form that holds for every base: the powers of a modulo m repeat with period φ(m) from the
 * exponent on that is the highest power of a prime in m, and φ(m) is at least that.
 */
export function powSmallModulo(base: number, exponent: Uint8Array, modulus: number): number {
	const totient = computeTotient(modulus);
	let reduced = 0;
	let isLarge = false;
	for (const byte of exponent) {
		const next = reduced * 256 + byte;
		isLarge ||= next >= totient;
		reduced = next % totient;
	}
	return powByNumber(base, isLarge ? reduced + totient : reduced, modulus);
}

function powByNumber(base: number, exponent: number, modulus: number): number {
	let result = 1 % modulus;
	let square = base % modulus;
	for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
		if (rest % 2 === 1) result = (result * square) % modulus;
		square = (square * square) % modulus;
	}
	return result;
}

/** Euler's totient by trial division: at most 2^12 steps below 2^24. */
function computeTotient(value: number): number {
	let rest = value;
	let totient = value;
	for (let factor = 2; factor * factor <= rest; factor++) {
		if (rest % factor !== 0) continue;
		while (rest % factor === 0) rest /= factor;
		totient -= totient / factor;
	}
	return rest > 1 ? totient - totient / rest : totient;
}
