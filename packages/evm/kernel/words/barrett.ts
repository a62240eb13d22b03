// Products modulo a modulus that comes again. Programs that use MULMOD compute in one field, or in two: with the reciprocal of
// the modulus at hand the remainder is two more multiplications (Barrett; Möller and Granlund's algorithm 4 with one digit
// of 261 bits).
//
// Numbers are taken apart into nine digits of 29 bits, one per 64-bit cell: all products of a column add up without carries,
// which costs half of what 64-bit limbs cost without a widening multiplication. B = 2^261 is what nine digits hold.
import { divRem } from "./long-division";

const BITS: u64 = 29;
const MASK: u64 = (1 << 29) - 1;
const DIGITS: usize = 9;

// A remembered modulus m with s leading zero bits: d = m << (s + 5) fills nine digits.
const MODULUS: usize = 0; // m, 4 limbs
const SHIFT: usize = 32; // s + 5; 0 until the modulus has been seen twice
const DIVISOR: usize = 40; // the digits of d
const RECIPROCAL: usize = 112; // the digits of v = floor((B^2 - 1) / d) - B
const FIRST_CORRECTION: usize = 184; // ((B^2 - 1) mod d + 1) / d, as a fraction of 2^29, rounded down
const SECOND_CORRECTION: usize = 192; // (B - d) / d, likewise
const ENTRY_SIZE: usize = 256;
const ENTRIES: usize = memory.data(8 * 256, 64);

const RIGHT: usize = memory.data(72, 16);
const PRODUCT: usize = memory.data(72, 16);
const DIFFERENCE: usize = memory.data(72, 16);
const REST: usize = memory.data(72, 16);
// Of the reciprocal's division, 9 limbs and a word.
const NUMERATOR: usize = memory.data(72, 16);
const NORMALISED: usize = memory.data(32, 16);

// When the digit below the quotient's is this large, what was left out could have carried into the quotient.
const DOUBTFUL: u64 = MASK - 63;

/**
 * [target] = [left] * [right] modulo [modulus], of four limbs, when the modulus was seen before; the target may be an operand.
 * False, with nothing done, when someone else has to do it.
 */
export function multiplyModulo(target: usize, left: usize, right: usize, modulus: usize): bool {
	const m0 = load<u64>(modulus);
	const m1 = load<u64>(modulus, 8);
	const m2 = load<u64>(modulus, 16);
	const m3 = load<u64>(modulus, 24);
	const entry = ENTRIES + <usize>((m0 * 0x9e3779b97f4a7c15) >> 61) * ENTRY_SIZE;
	if (
		((load<u64>(entry, MODULUS) ^ m0) |
			(load<u64>(entry, MODULUS + 8) ^ m1) |
			(load<u64>(entry, MODULUS + 16) ^ m2) |
			(load<u64>(entry, MODULUS + 24) ^ m3)) !=
		0
	) {
		store<u64>(entry, m0, MODULUS);
		store<u64>(entry, m1, MODULUS + 8);
		store<u64>(entry, m2, MODULUS + 16);
		store<u64>(entry, m3, MODULUS + 24);
		store<u64>(entry, 0, SHIFT);
		return false;
	}
	if (load<u64>(entry, SHIFT) == 0) {
		if (clz<u64>(m3) > 58) return false;
		prepare(entry);
	}
	// One factor is shifted like the modulus: it must have room.
	const excess = 69 - load<u64>(entry, SHIFT);
	if (excess == 64 || load<u64>(left, 24) >> excess == 0) return multiplyDigits(entry, target, left, right);
	if (load<u64>(right, 24) >> excess == 0) return multiplyDigits(entry, target, right, left);
	return false;
}

/** Computes what depends on the modulus only. */
function prepare(entry: usize): void {
	const m0 = load<u64>(entry, MODULUS);
	const m1 = load<u64>(entry, MODULUS + 8);
	const m2 = load<u64>(entry, MODULUS + 16);
	const m3 = load<u64>(entry, MODULUS + 24);
	const s = clz<u64>(m3);
	const rest = 63 - s;
	const n3 = (m3 << s) | ((m2 >> 1) >> rest);
	store<u64>(NORMALISED, m0 << s);
	store<u64>(NORMALISED, (m1 << s) | ((m0 >> 1) >> rest), 8);
	store<u64>(NORMALISED, (m2 << s) | ((m1 >> 1) >> rest), 16);
	store<u64>(NORMALISED, n3, 24);
	store<u64>(entry, s + 5, SHIFT);
	splitShifted(entry + DIVISOR, NORMALISED, 5);

	// B^2 - 1 over d is 2^517 - 1 over the normalised modulus, and so are the fractions.
	memory.fill(NUMERATOR, 0xff, 64);
	store<u64>(NUMERATOR, 31, 64);
	divRem(NUMERATOR, 9, NORMALISED, NUMERATOR, NORMALISED);
	split(
		entry + RECIPROCAL,
		load<u64>(NUMERATOR),
		load<u64>(NUMERATOR, 8),
		load<u64>(NUMERATOR, 16),
		load<u64>(NUMERATOR, 24),
		load<u64>(NUMERATOR, 32) & 31,
	);
	const above = (n3 >> 32) + 1;
	store<u64>(entry, ((load<u64>(NORMALISED, 24) >> 32) << BITS) / above, FIRST_CORRECTION);
	store<u64>(entry, ((~n3 >> 32) << BITS) / above, SECOND_CORRECTION);
}

/** Writes nine digits: of the number of 261 bits with these limbs. */
@inline
function split(target: usize, l0: u64, l1: u64, l2: u64, l3: u64, l4: u64): void {
	store<u64>(target, l0 & MASK);
	store<u64>(target, (l0 >> 29) & MASK, 8);
	store<u64>(target, ((l0 >> 58) | (l1 << 6)) & MASK, 16);
	store<u64>(target, (l1 >> 23) & MASK, 24);
	store<u64>(target, ((l1 >> 52) | (l2 << 12)) & MASK, 32);
	store<u64>(target, (l2 >> 17) & MASK, 40);
	store<u64>(target, ((l2 >> 46) | (l3 << 18)) & MASK, 48);
	store<u64>(target, (l3 >> 11) & MASK, 56);
	store<u64>(target, (l3 >> 40) | (l4 << 24), 64);
}

/** Writes the digits of [source] << shift, for 0 < shift < 64. */
@inline
function splitShifted(target: usize, source: usize, shift: u64): void {
	const back = 64 - shift;
	const l0 = load<u64>(source);
	const l1 = load<u64>(source, 8);
	const l2 = load<u64>(source, 16);
	const l3 = load<u64>(source, 24);
	split(
		target,
		l0 << shift,
		(l1 << shift) | (l0 >> back),
		(l2 << shift) | (l1 >> back),
		(l3 << shift) | (l2 >> back),
		l3 >> back,
	);
}

function multiplyDigits(entry: usize, target: usize, left: usize, right: usize): bool {
	const shift = load<u64>(entry, SHIFT);
	const back = 64 - shift;
	split(RIGHT, load<u64>(right), load<u64>(right, 8), load<u64>(right, 16), load<u64>(right, 24), 0);
	const f0 = load<u64>(left);
	const f1 = load<u64>(left, 8);
	const f2 = load<u64>(left, 16);
	const f3 = load<u64>(left, 24);
	const l0 = f0 << shift;
	const l1 = (f1 << shift) | (f0 >> back);
	const l2 = (f2 << shift) | (f1 >> back);
	const l3 = (f3 << shift) | (f2 >> back);
	const a0 = l0 & MASK;
	const a1 = (l0 >> 29) & MASK;
	const a2 = ((l0 >> 58) | (l1 << 6)) & MASK;
	const a3 = (l1 >> 23) & MASK;
	const a4 = ((l1 >> 52) | (l2 << 12)) & MASK;
	const a5 = (l2 >> 17) & MASK;
	const a6 = ((l2 >> 46) | (l3 << 18)) & MASK;
	const a7 = (l3 >> 11) & MASK;
	const a8 = (l3 >> 40) | ((f3 >> back) << 24);

	// The lower seven columns need not become digits: they meet those of the quotient times d at the end.
	store<u64>(PRODUCT, a0 * load<u64>(RIGHT));
	store<u64>(PRODUCT, a0 * load<u64>(RIGHT, 8) + a1 * load<u64>(RIGHT), 8);
	store<u64>(PRODUCT, a0 * load<u64>(RIGHT, 16) + a1 * load<u64>(RIGHT, 8) + a2 * load<u64>(RIGHT), 16);
	store<u64>(PRODUCT,
		a0 * load<u64>(RIGHT, 24) + a1 * load<u64>(RIGHT, 16) + a2 * load<u64>(RIGHT, 8) +
		a3 * load<u64>(RIGHT), 24);
	store<u64>(PRODUCT,
		a0 * load<u64>(RIGHT, 32) + a1 * load<u64>(RIGHT, 24) + a2 * load<u64>(RIGHT, 16) +
		a3 * load<u64>(RIGHT, 8) + a4 * load<u64>(RIGHT), 32);
	store<u64>(PRODUCT,
		a0 * load<u64>(RIGHT, 40) + a1 * load<u64>(RIGHT, 32) + a2 * load<u64>(RIGHT, 24) +
		a3 * load<u64>(RIGHT, 16) + a4 * load<u64>(RIGHT, 8) + a5 * load<u64>(RIGHT), 40);
	store<u64>(PRODUCT,
		a0 * load<u64>(RIGHT, 48) + a1 * load<u64>(RIGHT, 40) + a2 * load<u64>(RIGHT, 32) +
		a3 * load<u64>(RIGHT, 24) + a4 * load<u64>(RIGHT, 16) + a5 * load<u64>(RIGHT, 8) +
		a6 * load<u64>(RIGHT), 48);
	let column =
		a0 * load<u64>(RIGHT, 56) + a1 * load<u64>(RIGHT, 48) + a2 * load<u64>(RIGHT, 40) +
		a3 * load<u64>(RIGHT, 32) + a4 * load<u64>(RIGHT, 24) + a5 * load<u64>(RIGHT, 16) +
		a6 * load<u64>(RIGHT, 8) + a7 * load<u64>(RIGHT);
	const x7 = column & MASK;
	store<u64>(PRODUCT, x7, 56);
	column =
		a0 * load<u64>(RIGHT, 64) + a1 * load<u64>(RIGHT, 56) + a2 * load<u64>(RIGHT, 48) +
		a3 * load<u64>(RIGHT, 40) + a4 * load<u64>(RIGHT, 32) + a5 * load<u64>(RIGHT, 24) +
		a6 * load<u64>(RIGHT, 16) + a7 * load<u64>(RIGHT, 8) + a8 * load<u64>(RIGHT) + (column >> BITS);
	const x8 = column & MASK;
	store<u64>(PRODUCT, x8, 64);
	column =
		a1 * load<u64>(RIGHT, 64) + a2 * load<u64>(RIGHT, 56) + a3 * load<u64>(RIGHT, 48) +
		a4 * load<u64>(RIGHT, 40) + a5 * load<u64>(RIGHT, 32) + a6 * load<u64>(RIGHT, 24) +
		a7 * load<u64>(RIGHT, 16) + a8 * load<u64>(RIGHT, 8) + (column >> BITS);
	const u0 = column & MASK;
	column =
		a2 * load<u64>(RIGHT, 64) + a3 * load<u64>(RIGHT, 56) + a4 * load<u64>(RIGHT, 48) +
		a5 * load<u64>(RIGHT, 40) + a6 * load<u64>(RIGHT, 32) + a7 * load<u64>(RIGHT, 24) +
		a8 * load<u64>(RIGHT, 16) + (column >> BITS);
	const u1 = column & MASK;
	column =
		a3 * load<u64>(RIGHT, 64) + a4 * load<u64>(RIGHT, 56) + a5 * load<u64>(RIGHT, 48) +
		a6 * load<u64>(RIGHT, 40) + a7 * load<u64>(RIGHT, 32) + a8 * load<u64>(RIGHT, 24) + (column >> BITS);
	const u2 = column & MASK;
	column =
		a4 * load<u64>(RIGHT, 64) + a5 * load<u64>(RIGHT, 56) + a6 * load<u64>(RIGHT, 48) +
		a7 * load<u64>(RIGHT, 40) + a8 * load<u64>(RIGHT, 32) + (column >> BITS);
	const u3 = column & MASK;
	column =
		a5 * load<u64>(RIGHT, 64) + a6 * load<u64>(RIGHT, 56) + a7 * load<u64>(RIGHT, 48) +
		a8 * load<u64>(RIGHT, 40) + (column >> BITS);
	const u4 = column & MASK;
	column =
		a6 * load<u64>(RIGHT, 64) + a7 * load<u64>(RIGHT, 56) + a8 * load<u64>(RIGHT, 48) + (column >> BITS);
	const u5 = column & MASK;
	column =
		a7 * load<u64>(RIGHT, 64) + a8 * load<u64>(RIGHT, 56) + (column >> BITS);
	const u6 = column & MASK;
	column =
		a8 * load<u64>(RIGHT, 64) + (column >> BITS);
	const u7 = column & MASK;
	const u8 = column >> BITS;

	// The product is u * B + x, and its quotient by d is u * (B + v) / B + x / B and what v and B instead of d leave out of it:
	// u / B times the first correction and x / B times the second. The lower seven columns of u * v are not computed, those
	// of the product not carried over, and the corrections use the upper digits only: together less than 32 units of the
	// digit below the quotient.
	column =
		x7 + u8 * load<u64>(entry, FIRST_CORRECTION) + x8 * load<u64>(entry, SECOND_CORRECTION) +
		u0 * load<u64>(entry, RECIPROCAL + 56) + u1 * load<u64>(entry, RECIPROCAL + 48) +
		u2 * load<u64>(entry, RECIPROCAL + 40) + u3 * load<u64>(entry, RECIPROCAL + 32) +
		u4 * load<u64>(entry, RECIPROCAL + 24) + u5 * load<u64>(entry, RECIPROCAL + 16) +
		u6 * load<u64>(entry, RECIPROCAL + 8) + u7 * load<u64>(entry, RECIPROCAL);
	column =
		x8 + u0 * load<u64>(entry, RECIPROCAL + 64) + u1 * load<u64>(entry, RECIPROCAL + 56) +
		u2 * load<u64>(entry, RECIPROCAL + 48) + u3 * load<u64>(entry, RECIPROCAL + 40) +
		u4 * load<u64>(entry, RECIPROCAL + 32) + u5 * load<u64>(entry, RECIPROCAL + 24) +
		u6 * load<u64>(entry, RECIPROCAL + 16) + u7 * load<u64>(entry, RECIPROCAL + 8) +
		u8 * load<u64>(entry, RECIPROCAL) + (column >> BITS);
	const fraction = column & MASK;
	column =
		u0 + u1 * load<u64>(entry, RECIPROCAL + 64) + u2 * load<u64>(entry, RECIPROCAL + 56) +
		u3 * load<u64>(entry, RECIPROCAL + 48) + u4 * load<u64>(entry, RECIPROCAL + 40) +
		u5 * load<u64>(entry, RECIPROCAL + 32) + u6 * load<u64>(entry, RECIPROCAL + 24) +
		u7 * load<u64>(entry, RECIPROCAL + 16) + u8 * load<u64>(entry, RECIPROCAL + 8) + (column >> BITS);
	const q0 = column & MASK;
	column =
		u1 + u2 * load<u64>(entry, RECIPROCAL + 64) + u3 * load<u64>(entry, RECIPROCAL + 56) +
		u4 * load<u64>(entry, RECIPROCAL + 48) + u5 * load<u64>(entry, RECIPROCAL + 40) +
		u6 * load<u64>(entry, RECIPROCAL + 32) + u7 * load<u64>(entry, RECIPROCAL + 24) +
		u8 * load<u64>(entry, RECIPROCAL + 16) + (column >> BITS);
	const q1 = column & MASK;
	column =
		u2 + u3 * load<u64>(entry, RECIPROCAL + 64) + u4 * load<u64>(entry, RECIPROCAL + 56) +
		u5 * load<u64>(entry, RECIPROCAL + 48) + u6 * load<u64>(entry, RECIPROCAL + 40) +
		u7 * load<u64>(entry, RECIPROCAL + 32) + u8 * load<u64>(entry, RECIPROCAL + 24) + (column >> BITS);
	const q2 = column & MASK;
	column =
		u3 + u4 * load<u64>(entry, RECIPROCAL + 64) + u5 * load<u64>(entry, RECIPROCAL + 56) +
		u6 * load<u64>(entry, RECIPROCAL + 48) + u7 * load<u64>(entry, RECIPROCAL + 40) +
		u8 * load<u64>(entry, RECIPROCAL + 32) + (column >> BITS);
	const q3 = column & MASK;
	column =
		u4 + u5 * load<u64>(entry, RECIPROCAL + 64) + u6 * load<u64>(entry, RECIPROCAL + 56) +
		u7 * load<u64>(entry, RECIPROCAL + 48) + u8 * load<u64>(entry, RECIPROCAL + 40) + (column >> BITS);
	const q4 = column & MASK;
	column =
		u5 + u6 * load<u64>(entry, RECIPROCAL + 64) + u7 * load<u64>(entry, RECIPROCAL + 56) +
		u8 * load<u64>(entry, RECIPROCAL + 48) + (column >> BITS);
	const q5 = column & MASK;
	column =
		u6 + u7 * load<u64>(entry, RECIPROCAL + 64) + u8 * load<u64>(entry, RECIPROCAL + 56) + (column >> BITS);
	const q6 = column & MASK;
	column =
		u7 + u8 * load<u64>(entry, RECIPROCAL + 64) + (column >> BITS);
	const q7 = column & MASK;
	const q8 = ((column >> BITS) + u8) & MASK;

	// The rest is less than B: nine columns are enough.
	let rest = <i64>(load<u64>(PRODUCT) - q0 * load<u64>(entry, DIVISOR));
	store<u64>(REST, <u64>rest & MASK);
	rest = (rest >> <i64>BITS) + <i64>(load<u64>(PRODUCT, 8) - (
		q0 * load<u64>(entry, DIVISOR + 8) + q1 * load<u64>(entry, DIVISOR)));
	store<u64>(REST, <u64>rest & MASK, 8);
	rest = (rest >> <i64>BITS) + <i64>(load<u64>(PRODUCT, 16) - (
		q0 * load<u64>(entry, DIVISOR + 16) + q1 * load<u64>(entry, DIVISOR + 8) + q2 * load<u64>(entry, DIVISOR)));
	store<u64>(REST, <u64>rest & MASK, 16);
	rest = (rest >> <i64>BITS) + <i64>(load<u64>(PRODUCT, 24) - (
		q0 * load<u64>(entry, DIVISOR + 24) + q1 * load<u64>(entry, DIVISOR + 16) +
		q2 * load<u64>(entry, DIVISOR + 8) + q3 * load<u64>(entry, DIVISOR)));
	store<u64>(REST, <u64>rest & MASK, 24);
	rest = (rest >> <i64>BITS) + <i64>(load<u64>(PRODUCT, 32) - (
		q0 * load<u64>(entry, DIVISOR + 32) + q1 * load<u64>(entry, DIVISOR + 24) +
		q2 * load<u64>(entry, DIVISOR + 16) + q3 * load<u64>(entry, DIVISOR + 8) + q4 * load<u64>(entry, DIVISOR)));
	store<u64>(REST, <u64>rest & MASK, 32);
	rest = (rest >> <i64>BITS) + <i64>(load<u64>(PRODUCT, 40) - (
		q0 * load<u64>(entry, DIVISOR + 40) + q1 * load<u64>(entry, DIVISOR + 32) +
		q2 * load<u64>(entry, DIVISOR + 24) + q3 * load<u64>(entry, DIVISOR + 16) +
		q4 * load<u64>(entry, DIVISOR + 8) + q5 * load<u64>(entry, DIVISOR)));
	store<u64>(REST, <u64>rest & MASK, 40);
	rest = (rest >> <i64>BITS) + <i64>(load<u64>(PRODUCT, 48) - (
		q0 * load<u64>(entry, DIVISOR + 48) + q1 * load<u64>(entry, DIVISOR + 40) +
		q2 * load<u64>(entry, DIVISOR + 32) + q3 * load<u64>(entry, DIVISOR + 24) +
		q4 * load<u64>(entry, DIVISOR + 16) + q5 * load<u64>(entry, DIVISOR + 8) + q6 * load<u64>(entry, DIVISOR)));
	store<u64>(REST, <u64>rest & MASK, 48);
	rest = (rest >> <i64>BITS) + <i64>(load<u64>(PRODUCT, 56) - (
		q0 * load<u64>(entry, DIVISOR + 56) + q1 * load<u64>(entry, DIVISOR + 48) +
		q2 * load<u64>(entry, DIVISOR + 40) + q3 * load<u64>(entry, DIVISOR + 32) +
		q4 * load<u64>(entry, DIVISOR + 24) + q5 * load<u64>(entry, DIVISOR + 16) +
		q6 * load<u64>(entry, DIVISOR + 8) + q7 * load<u64>(entry, DIVISOR)));
	store<u64>(REST, <u64>rest & MASK, 56);
	rest = (rest >> <i64>BITS) + <i64>(load<u64>(PRODUCT, 64) - (
		q0 * load<u64>(entry, DIVISOR + 64) + q1 * load<u64>(entry, DIVISOR + 56) +
		q2 * load<u64>(entry, DIVISOR + 48) + q3 * load<u64>(entry, DIVISOR + 40) +
		q4 * load<u64>(entry, DIVISOR + 32) + q5 * load<u64>(entry, DIVISOR + 24) +
		q6 * load<u64>(entry, DIVISOR + 16) + q7 * load<u64>(entry, DIVISOR + 8) + q8 * load<u64>(entry, DIVISOR)));
	store<u64>(REST, <u64>rest & MASK, 64);
	if (fraction >= DOUBTFUL) correctRest(entry);
	storeRest(target, shift);
	return true;
}

/** The quotient may have been one too small: the rest less d is then small, otherwise just below B. */
function correctRest(entry: usize): void {
	let rest: i64 = 0;
	for (let i: usize = 0; i < DIGITS * 8; i += 8) {
		rest = (rest >> <i64>BITS) + load<i64>(REST + i) - load<i64>(entry + i, DIVISOR);
		store<u64>(DIFFERENCE + i, <u64>rest & MASK);
	}
	if (load<u64>(DIFFERENCE, 64) < (1 << 28)) {
		for (let i: usize = 0; i < DIGITS * 8; i += 8) store<u64>(REST + i, load<u64>(DIFFERENCE + i));
	}
}

/** [target] = the rest >> shift, for 0 < shift < 64. */
@inline
function storeRest(target: usize, shift: u64): void {
	const r2 = load<u64>(REST, 16);
	const r4 = load<u64>(REST, 32);
	const r6 = load<u64>(REST, 48);
	const r8 = load<u64>(REST, 64);
	const l0 = load<u64>(REST) | (load<u64>(REST, 8) << 29) | (r2 << 58);
	const l1 = (r2 >> 6) | (load<u64>(REST, 24) << 23) | (r4 << 52);
	const l2 = (r4 >> 12) | (load<u64>(REST, 40) << 17) | (r6 << 46);
	const l3 = (r6 >> 18) | (load<u64>(REST, 56) << 11) | (r8 << 40);
	const back = 64 - shift;
	store<u64>(target, (l0 >> shift) | (l1 << back));
	store<u64>(target, (l1 >> shift) | (l2 << back), 8);
	store<u64>(target, (l2 >> shift) | (l3 << back), 16);
	store<u64>(target, (l3 >> shift) | ((r8 >> 24) << back), 24);
}
