import { powSmallModulo, smallModulusLimit } from "./small-modulus.js";

/**
 * base ^ exponent mod modulus, the exponent in big-endian bytes; 0 ^ 0 is 1, and everything modulo 0 is 0 (EIP-198).
 *
 * Long exponents go through a sliding window, left to right. V8 reduces a square as fast by `%` as Montgomery's method
 * does in BigInt arithmetic, at every size from 64 to 8192 bits (measured), so there is one way for odd and even moduli.
 */
export function powModulo(base: bigint, exponent: Uint8Array, modulus: bigint): bigint {
	if (modulus <= 1n) return 0n;
	const first = exponent.findIndex((byte) => byte !== 0);
	if (first < 0) return 1n;
	const reduced = base % modulus;
	if (reduced <= 1n) return reduced;
	if (modulus < smallModulusLimit) return BigInt(powSmallModulo(Number(reduced), exponent, Number(modulus)));

	return powByWindows(reduced, exponent.subarray(first), modulus);
}

/** `exponent` starts with a byte other than zero. */
function powByWindows(base: bigint, exponent: Uint8Array, modulus: bigint): bigint {
	const bits = 8 * exponent.length;
	const width = selectWindowWidth(bits);
	// odd[i] = base ^ (2 i + 1)
	const odd = [base];
	if (width > 1) {
		const square = (base * base) % modulus;
		for (let i = 1; i < 1 << (width - 1); i++) odd.push((odd[i - 1]! * square) % modulus);
	}
	let result = 0n;
	let started = false;
	let position = 0;
	while (position < bits) {
		if (readBit(exponent, position) === 0) {
			if (started) result = (result * result) % modulus;
			position++;
			continue;
		}
		// The longest run of at most `width` bits that ends in a one, so that its power is in the table.
		let end = Math.min(position + width, bits);
		while (readBit(exponent, end - 1) === 0) end--;
		let window = 0;
		for (let i = position; i < end; i++) {
			window = 2 * window + readBit(exponent, i);
			if (started) result = (result * result) % modulus;
		}
		const power = odd[window >> 1]!;
		result = started ? (result * power) % modulus : power;
		started = true;
		position = end;
	}
	return result;
}

/** Balances the table's 2^(width-1) products against the bits / (width + 1) products it saves. */
function selectWindowWidth(bits: number): number {
	if (bits <= 24) return 1;
	if (bits <= 80) return 3;
	if (bits <= 240) return 4;
	if (bits <= 672) return 5;
	return bits <= 1792 ? 6 : 7;
}

function readBit(bytes: Uint8Array, position: number): number {
	return (bytes[position >> 3]! >> (7 - (position & 7))) & 1;
}
