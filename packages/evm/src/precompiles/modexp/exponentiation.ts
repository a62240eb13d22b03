import { oddModulusLimit, powOddModulo } from "./montgomery.js";
import { countTrailingZeros, invertModuloPowerOfTwo, powModuloPowerOfTwo } from "./power-of-two.js";
import { powSmallModulo, smallModulusLimit } from "./small-modulus.js";

/** Below this an even modulus is split; above, the part that is a power of two would take longer than the whole. */
const splitModulusLimit = 1n << 128n;

/** Exponents up to this many bytes are not worth a table of sixteen powers. */
const shortExponentBytes = 2;

/**
 * base ^ exponent mod modulus, the exponent in big-endian bytes; 0 ^ 0 is 1, and everything modulo 0 is 0 (EIP-198).
 *
 * Long exponents go through a sliding window, left to right. Above 256 bits V8 reduces a square as fast by `%` as
 * Montgomery's method does in BigInt arithmetic (measured up to 8192 bits), so there is one way for odd and even moduli.
 */
export function powModulo(base: bigint, exponent: Uint8Array, modulus: bigint): bigint {
	if (modulus <= 1n) return 0n;
	const first = exponent.findIndex((byte) => byte !== 0);
	if (first < 0) return 1n;
	const reduced = base % modulus;
	if (reduced <= 1n) return reduced;
	if (modulus < smallModulusLimit) return BigInt(powSmallModulo(Number(reduced), exponent, Number(modulus)));
	const significant = exponent.subarray(first);
	if (significant.length > shortExponentBytes) {
		const isOdd = (modulus & 1n) === 1n;
		if (isOdd && modulus < oddModulusLimit) return powOddModulo(reduced, significant, modulus);
		if (!isOdd && modulus < splitModulusLimit) return powBySplitting(reduced, significant, modulus);
	}
	return powByWindows(reduced, significant, modulus);
}

/** The residues modulo the odd part and modulo the power of two in the modulus, put together (Chinese remainder theorem). */
function powBySplitting(base: bigint, exponent: Uint8Array, modulus: bigint): bigint {
	const bits = countTrailingZeros(modulus);
	const odd = modulus >> BigInt(bits);
	const low = powModuloPowerOfTwo(BigInt.asUintN(bits, base), exponent, bits);
	if (odd === 1n) return low;
	const residue = powOddModulo(base % odd, exponent, odd);
	return residue + odd * BigInt.asUintN(bits, (low - residue) * invertModuloPowerOfTwo(odd, bits));
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
