/*
 * The field of 381 bits that BLS12-381 is defined over, in vector instructions.
 *
 * An element is 32 digits of 13 bits with sign, each a 16-bit lane: the sum of digit[i] * 2^(13 i), which is some number
 * congruent to the element, not the least. `i32x4.dot_i16x8_s` multiplies eight pairs of digits at once, and sums of 31
 * products fit 32 bits, so that no carry is needed inside a product. A product is *wide*: 64 columns of 32 bits.
 *
 * Reduction folds: the columns from the 30th on, as digits, are multiplied by the digits of 2^(13 k) mod p from a table.
 *
 * Bounds, which are what this code has to be checked against (src/precompiles/bls12-381/kzg-verifier.test.ts does the sums):
 * - `reduce` leaves digits of at most 4129 and a number below 2^397.3, which is called *fresh*.
 * - `add` and `subtract` leave such digits, of a number as large as the sum: numbers that grow have to be renewed.
 * - The *loose* ones do not carry: digits of up to 8258, good for both factors of a product, whose columns are below 2^31.
 * - Products are carried once; up to 64 of them may be added and subtracted before `reduce`, which folds the columns up to the
 *   62nd: wide numbers have to stay below 2^805.
 */

export const elementSize: usize = 64;
export const wideSize: usize = 256;
/** An element made ready to be a second factor. */
export const preparedSize: usize = 272;

/** 2^(13 (30 + 2r)) and 2^(13 (31 + 2r)) mod p for r from 0 to 15; see {@link reduce} for the order. Filled in from outside. */
export const foldTable: usize = memory.data(2048, 16);
/** p - 2 in 48 bytes, big endian. Filled in from outside. */
export const inverseExponent: usize = memory.data(48, 16);

const product = memory.data(256, 16);
const factor = memory.data(272, 16);

/** The carry out of each column, rounded so that what stays is between -4096 and 4095. */
@inline
export function carryOf(columns: v128): v128 {
	return i32x4.shr_s(i32x4.add(columns, i32x4.splat(4096)), 13);
}

/** Columns less their carries, plus the carries of those before them. */
@inline
export function carried(columns: v128, carry: v128, previous: v128): v128 {
	const rest = i32x4.sub(columns, i32x4.shl(carry, 13));
	return i32x4.add(rest, i8x16.shuffle(previous, carry, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27));
}

/** The last two lanes of one vector and the first two of the next. */
@inline
function straddle(a: v128, b: v128): v128 {
	return i8x16.shuffle(a, b, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23);
}

/**
 * Pairs (digit[j], digit[j - 1]) for j from 0, four to a vector; then once more, two lanes later, so that what belongs to a
 * column is one aligned vector for every pair of digits of the other factor.
 */
export function prepare(target: usize, source: usize): void {
	let digits = i64x2.splat(0);
	let last = i64x2.splat(0);
	for (let i: usize = 0; i < 4; i++) {
		const next = v128.load(source + 16 * i);
		const previous = i8x16.shuffle(digits, next, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29);
		const low = i8x16.shuffle(next, previous, 0, 1, 16, 17, 2, 3, 18, 19, 4, 5, 20, 21, 6, 7, 22, 23);
		const high = i8x16.shuffle(next, previous, 8, 9, 24, 25, 10, 11, 26, 27, 12, 13, 28, 29, 14, 15, 30, 31);
		const at = target + 32 * i;
		v128.store(at, low);
		v128.store(at, high, 16);
		v128.store(at, straddle(last, low), 128);
		v128.store(at, straddle(low, high), 144);
		digits = next;
		last = high;
	}
	v128.store(target, straddle(last, i64x2.splat(0)), 256);
}

/** Two digits, 2r and 2r + 1 of the 32 in a0 to a3, in every lane; r is a constant where this is used. */
@inline
function pair(a0: v128, a1: v128, a2: v128, a3: v128, r: i32): v128 {
	const digits = r < 8 ? (r < 4 ? a0 : a1) : r < 12 ? a2 : a3;
	if ((r & 3) === 0) return i8x16.shuffle(digits, digits, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3);
	if ((r & 3) === 1) return i8x16.shuffle(digits, digits, 4, 5, 6, 7, 4, 5, 6, 7, 4, 5, 6, 7, 4, 5, 6, 7);
	if ((r & 3) === 2) return i8x16.shuffle(digits, digits, 8, 9, 10, 11, 8, 9, 10, 11, 8, 9, 10, 11, 8, 9, 10, 11);
	return i8x16.shuffle(digits, digits, 12, 13, 14, 15, 12, 13, 14, 15, 12, 13, 14, 15, 12, 13, 14, 15);
}

/** sum + the digits 2r and 2r + 1 times those of the prepared `b` that end in columns 4t to 4t + 3. */
@inline
function row(sum: v128, a0: v128, a1: v128, a2: v128, a3: v128, b: usize, t: i32, r: i32): v128 {
	const k = t - (r >> 1);
	if (k < 0 || k > 8 || (k === 8 && (r & 1) === 0)) return sum;
	const others = v128.load(b + (r & 1) * 128 + 16 * k);
	return i32x4.add(sum, i32x4.dot_i16x8_s(pair(a0, a1, a2, a3, r), others));
}

/** Columns 4t to 4t + 3 of a product; t is a constant where this is used. */
@inline
function columns(a0: v128, a1: v128, a2: v128, a3: v128, b: usize, t: i32): v128 {
	let sum = i64x2.splat(0);
	sum = row(sum, a0, a1, a2, a3, b, t, 0);
	sum = row(sum, a0, a1, a2, a3, b, t, 1);
	sum = row(sum, a0, a1, a2, a3, b, t, 2);
	sum = row(sum, a0, a1, a2, a3, b, t, 3);
	sum = row(sum, a0, a1, a2, a3, b, t, 4);
	sum = row(sum, a0, a1, a2, a3, b, t, 5);
	sum = row(sum, a0, a1, a2, a3, b, t, 6);
	sum = row(sum, a0, a1, a2, a3, b, t, 7);
	sum = row(sum, a0, a1, a2, a3, b, t, 8);
	sum = row(sum, a0, a1, a2, a3, b, t, 9);
	sum = row(sum, a0, a1, a2, a3, b, t, 10);
	sum = row(sum, a0, a1, a2, a3, b, t, 11);
	sum = row(sum, a0, a1, a2, a3, b, t, 12);
	sum = row(sum, a0, a1, a2, a3, b, t, 13);
	sum = row(sum, a0, a1, a2, a3, b, t, 14);
	sum = row(sum, a0, a1, a2, a3, b, t, 15);
	return sum;
}

/** target = the columns of a b, with b prepared, not carried: below 2^31 each. */
export function multiplyColumns(target: usize, a: usize, b: usize): void {
	const a0 = v128.load(a);
	const a1 = v128.load(a, 16);
	const a2 = v128.load(a, 32);
	const a3 = v128.load(a, 48);
	v128.store(target, columns(a0, a1, a2, a3, b, 0), 0);
	v128.store(target, columns(a0, a1, a2, a3, b, 1), 16);
	v128.store(target, columns(a0, a1, a2, a3, b, 2), 32);
	v128.store(target, columns(a0, a1, a2, a3, b, 3), 48);
	v128.store(target, columns(a0, a1, a2, a3, b, 4), 64);
	v128.store(target, columns(a0, a1, a2, a3, b, 5), 80);
	v128.store(target, columns(a0, a1, a2, a3, b, 6), 96);
	v128.store(target, columns(a0, a1, a2, a3, b, 7), 112);
	v128.store(target, columns(a0, a1, a2, a3, b, 8), 128);
	v128.store(target, columns(a0, a1, a2, a3, b, 9), 144);
	v128.store(target, columns(a0, a1, a2, a3, b, 10), 160);
	v128.store(target, columns(a0, a1, a2, a3, b, 11), 176);
	v128.store(target, columns(a0, a1, a2, a3, b, 12), 192);
	v128.store(target, columns(a0, a1, a2, a3, b, 13), 208);
	v128.store(target, columns(a0, a1, a2, a3, b, 14), 224);
	v128.store(target, columns(a0, a1, a2, a3, b, 15), 240);
}

/** target (wide) = columns, carried once. */
function carryWide(target: usize, source: usize): void {
	let previous = i64x2.splat(0);
	for (let i: usize = 0; i < wideSize; i += 16) {
		const sum = v128.load(source + i);
		const next = carryOf(sum);
		v128.store(target + i, carried(sum, next, previous));
		previous = next;
	}
}

/** target (wide) = a b, with b prepared. */
export function multiplyWide(target: usize, a: usize, b: usize): void {
	multiplyColumns(target, a, b);
	carryWide(target, target);
}

/** sum + the digits 30 + 2r and 31 + 2r, the pair r of the four vectors, times their powers of two. */
@inline
function fold(sum: v128, h0: v128, h1: v128, h2: v128, h3: v128, table: usize, r: i32): v128 {
	return i32x4.add(sum, i32x4.dot_i16x8_s(pair(h0, h1, h2, h3, r), v128.load(table + 16 * r)));
}

/** target = the wide number, modulo p; the wide number is used up. */
export function reduce(target: usize, wide: usize): void {
	carryWide(wide, wide);
	// Digits 30 to 61, eight to a vector.
	const low = v128.load(wide, 112);
	v128.store(wide, v128.and(low, i32x4(-1, -1, 0, 0)), 112);
	const c9 = v128.load(wide, 144);
	const c11 = v128.load(wide, 176);
	const c13 = v128.load(wide, 208);
	const h0 = digitsOf(low, v128.load(wide, 128), c9);
	const h1 = digitsOf(c9, v128.load(wide, 160), c11);
	const h2 = digitsOf(c11, v128.load(wide, 192), c13);
	const h3 = digitsOf(c13, v128.load(wide, 224), v128.load(wide, 240));
	let carry1 = i64x2.splat(0);
	let carry2 = i64x2.splat(0);
	let half = i64x2.splat(0);
	for (let i: usize = 0; i < 8; i++) {
		const table = foldTable + 256 * i;
		let sum = v128.load(wide + 16 * i);
		sum = fold(sum, h0, h1, h2, h3, table, 0);
		sum = fold(sum, h0, h1, h2, h3, table, 1);
		sum = fold(sum, h0, h1, h2, h3, table, 2);
		sum = fold(sum, h0, h1, h2, h3, table, 3);
		sum = fold(sum, h0, h1, h2, h3, table, 4);
		sum = fold(sum, h0, h1, h2, h3, table, 5);
		sum = fold(sum, h0, h1, h2, h3, table, 6);
		sum = fold(sum, h0, h1, h2, h3, table, 7);
		sum = fold(sum, h0, h1, h2, h3, table, 8);
		sum = fold(sum, h0, h1, h2, h3, table, 9);
		sum = fold(sum, h0, h1, h2, h3, table, 10);
		sum = fold(sum, h0, h1, h2, h3, table, 11);
		sum = fold(sum, h0, h1, h2, h3, table, 12);
		sum = fold(sum, h0, h1, h2, h3, table, 13);
		sum = fold(sum, h0, h1, h2, h3, table, 14);
		sum = fold(sum, h0, h1, h2, h3, table, 15);
		const next1 = carryOf(sum);
		sum = carried(sum, next1, carry1);
		carry1 = next1;
		const next2 = carryOf(sum);
		sum = carried(sum, next2, carry2);
		carry2 = next2;
		if (i & 1) v128.store(target + 8 * (i - 1), i16x8.narrow_i32x4_s(half, sum));
		half = sum;
	}
}

/** A narrow number as a wide one. */
function widen(target: usize, source: usize): void {
	for (let i: usize = 0; i < 4; i++) {
		const digits = v128.load(source + 16 * i);
		v128.store(target + 32 * i, i32x4.extend_low_i16x8_s(digits));
		v128.store(target + 32 * i, i32x4.extend_high_i16x8_s(digits), 16);
	}
	memory.fill(target + 128, 0, 128);
}

/** target = a, fresh. */
export function renew(target: usize, a: usize): void {
	widen(product, a);
	reduce(target, product);
}

/** target = a b. */
export function multiply(target: usize, a: usize, b: usize): void {
	prepare(factor, b);
	multiplyWide(product, a, factor);
	reduce(target, product);
}

/** target = a to the power at `exponent`, 48 bytes in big endian; not in place. */
export function power(target: usize, a: usize, exponent: usize): void {
	memory.fill(target, 0, elementSize);
	store<i16>(target, 1);
	for (let bit: usize = 0; bit < 384; bit++) {
		multiply(target, target, target);
		if ((load<u8>(exponent + (bit >> 3)) >> <u8>(7 - (bit & 7))) & 1) multiply(target, target, a);
	}
}

/** target = 1 / a (Fermat: to the power p - 2); not in place. */
export function invert(target: usize, a: usize): void {
	power(target, a, inverseExponent);
}

/** target (wide) += a (wide). */
export function addWide(target: usize, a: usize): void {
	for (let i: usize = 0; i < wideSize; i += 16) v128.store(target + i, i32x4.add(v128.load(target + i), v128.load(a + i)));
}

/** target (wide) -= a (wide). */
export function subtractWide(target: usize, a: usize): void {
	for (let i: usize = 0; i < wideSize; i += 16) v128.store(target + i, i32x4.sub(v128.load(target + i), v128.load(a + i)));
}

/** target (wide) *= a small number. */
export function timesWide(target: usize, times: i32): void {
	for (let i: usize = 0; i < wideSize; i += 16) v128.store(target + i, i32x4.mul(v128.load(target + i), i32x4.splat(times)));
}

/** Eight digits from twelve columns: all but the first two and the last two. */
@inline
function digitsOf(a: v128, b: v128, c: v128): v128 {
	return i16x8.narrow_i32x4_s(straddle(a, b), straddle(b, c));
}

/** Digits of at most 16 bits without the sign's, carried once. */
@inline
function narrowCarry(digits: v128, carry: v128, previous: v128): v128 {
	const rest = i16x8.sub(digits, i16x8.shl(carry, 13));
	return i16x8.add(rest, i8x16.shuffle(previous, carry, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29));
}

@inline
function narrowCarryOf(digits: v128): v128 {
	return i16x8.shr_s(i16x8.add(digits, i16x8.splat(4096)), 13);
}

/** Eight digits of a + b, or of a - b; which is a constant where this is used. */
@inline
function sum(a: usize, b: usize, negative: bool): v128 {
	return negative ? i16x8.sub(v128.load(a), v128.load(b)) : i16x8.add(v128.load(a), v128.load(b));
}

@inline
function combineLoose(target: usize, a: usize, b: usize, negative: bool): void {
	for (let i: usize = 0; i < 64; i += 16) v128.store(target + i, sum(a + i, b + i, negative));
}

@inline
function combine(target: usize, a: usize, b: usize, negative: bool): void {
	let previous = i64x2.splat(0);
	for (let i: usize = 0; i < 64; i += 16) {
		const digits = sum(a + i, b + i, negative);
		const next = narrowCarryOf(digits);
		v128.store(target + i, narrowCarry(digits, next, previous));
		previous = next;
	}
}

/** target = a + b, not carried: good for a factor of a product. */
export function addLoose(target: usize, a: usize, b: usize): void {
	combineLoose(target, a, b, false);
}

/** target = a - b, not carried. */
export function subtractLoose(target: usize, a: usize, b: usize): void {
	combineLoose(target, a, b, true);
}

/** target = a + b. */
export function add(target: usize, a: usize, b: usize): void {
	combine(target, a, b, false);
}

/** target = a - b. */
export function subtract(target: usize, a: usize, b: usize): void {
	combine(target, a, b, true);
}

/** target = -a. */
export function negate(target: usize, a: usize): void {
	for (let i: usize = 0; i < 64; i += 16) v128.store(target + i, i16x8.neg(v128.load(a + i)));
}
