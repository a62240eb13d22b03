/*
 * The field that secp256k1 is defined over: numbers modulo p = 2^256 - 2^32 - 977 (SEC 2, section 2.4.1).
 *
 * An element is nine limbs of 29 bits with sign, each stored in 32 bits: the sum of limb[i] * 2^(29 i), which is some number
 * congruent to the element, not the least. Of a product WebAssembly has the lower 64 bits only: that of two limbs has 58, so that
 * a column of nine is summed up without a carry.
 *
 * Bounds: an element of *size* s has limbs of at most s * 2^28 (and a thousandth). Products have size 1, and so has what `renew`
 * leaves. `add` and `subtract` carry nothing: the size of a sum is the sum of the sizes. Factors may have sizes with a product of
 * up to 14 (9 * 14 * 2^56 < 2^63); `renew` takes up to 6. Uses say their sizes where these are not 1.
 */

/** Twelve lanes of 32 bits, of which the last three say nothing. */
export const elementSize: usize = 48;

const BITS: i64 = 29;
const HALF: i64 = 1 << 28;
// 2^261 = FOLD_1 * 2^29 + FOLD_0 (mod p)
const FOLD_0: i64 = 31264;
const FOLD_1: i64 = 256;

@inline
function limb(a: usize, index: usize): i64 {
	return load<i32>(a + 4 * index);
}

/** The lowest 29 bits, from -2^28 to 2^28 - 1. */
@inline
function digitOf(sum: i64): i64 {
	return (sum << (64 - BITS)) >> (64 - BITS);
}

/** What is left of a sum without its digit. */
@inline
function carryOf(sum: i64): i64 {
	return (sum + HALF) >> BITS;
}

/** Stores nine limbs plus r9 * 2^261 + r10 * 2^290; r9 has up to 38 bits, r10 up to 12. */
@inline
function finish(
	target: usize, r0: i64, r1: i64, r2: i64, r3: i64, r4: i64, r5: i64, r6: i64, r7: i64, r8: i64, r9: i64, r10: i64,
): void {
	const s0 = r0 + r9 * FOLD_0;
	const s1 = r1 + r9 * FOLD_1 + r10 * FOLD_0 + carryOf(s0);
	const s2 = r2 + r10 * FOLD_1 + carryOf(s1);
	store<i32>(target, <i32>digitOf(s0));
	store<i32>(target, <i32>digitOf(s1), 4);
	store<i32>(target, <i32>s2, 8);
	store<i32>(target, <i32>r3, 12);
	store<i32>(target, <i32>r4, 16);
	store<i32>(target, <i32>r5, 20);
	store<i32>(target, <i32>r6, 24);
	store<i32>(target, <i32>r7, 28);
	store<i32>(target, <i32>r8, 32);
}

/** target = a b. Columns from 2^261 on are folded onto the lower ones as they are summed up, each with the one nine below it. */
export function multiply(target: usize, a: usize, b: usize): void {
	const a0 = limb(a, 0);
	const a1 = limb(a, 1);
	const a2 = limb(a, 2);
	const a3 = limb(a, 3);
	const a4 = limb(a, 4);
	const a5 = limb(a, 5);
	const a6 = limb(a, 6);
	const a7 = limb(a, 7);
	const a8 = limb(a, 8);
	const b0 = limb(b, 0);
	const b1 = limb(b, 1);
	const b2 = limb(b, 2);
	const b3 = limb(b, 3);
	const b4 = limb(b, 4);
	const b5 = limb(b, 5);
	const b6 = limb(b, 6);
	const b7 = limb(b, 7);
	const b8 = limb(b, 8);
	let high: i64 = 0;
	let low: i64 = 0;
	high += a1 * b8 + a2 * b7 + a3 * b6 + a4 * b5 + a5 * b4 + a6 * b3 + a7 * b2 + a8 * b1;
	const h0 = digitOf(high);
	high = carryOf(high);
	low += a0 * b0 + h0 * FOLD_0;
	const r0 = digitOf(low);
	low = carryOf(low);
	high += a2 * b8 + a3 * b7 + a4 * b6 + a5 * b5 + a6 * b4 + a7 * b3 + a8 * b2;
	const h1 = digitOf(high);
	high = carryOf(high);
	low += a0 * b1 + a1 * b0 + h1 * FOLD_0 + h0 * FOLD_1;
	const r1 = digitOf(low);
	low = carryOf(low);
	high += a3 * b8 + a4 * b7 + a5 * b6 + a6 * b5 + a7 * b4 + a8 * b3;
	const h2 = digitOf(high);
	high = carryOf(high);
	low += a0 * b2 + a1 * b1 + a2 * b0 + h2 * FOLD_0 + h1 * FOLD_1;
	const r2 = digitOf(low);
	low = carryOf(low);
	high += a4 * b8 + a5 * b7 + a6 * b6 + a7 * b5 + a8 * b4;
	const h3 = digitOf(high);
	high = carryOf(high);
	low += a0 * b3 + a1 * b2 + a2 * b1 + a3 * b0 + h3 * FOLD_0 + h2 * FOLD_1;
	const r3 = digitOf(low);
	low = carryOf(low);
	high += a5 * b8 + a6 * b7 + a7 * b6 + a8 * b5;
	const h4 = digitOf(high);
	high = carryOf(high);
	low += a0 * b4 + a1 * b3 + a2 * b2 + a3 * b1 + a4 * b0 + h4 * FOLD_0 + h3 * FOLD_1;
	const r4 = digitOf(low);
	low = carryOf(low);
	high += a6 * b8 + a7 * b7 + a8 * b6;
	const h5 = digitOf(high);
	high = carryOf(high);
	low += a0 * b5 + a1 * b4 + a2 * b3 + a3 * b2 + a4 * b1 + a5 * b0 + h5 * FOLD_0 + h4 * FOLD_1;
	const r5 = digitOf(low);
	low = carryOf(low);
	high += a7 * b8 + a8 * b7;
	const h6 = digitOf(high);
	high = carryOf(high);
	low += a0 * b6 + a1 * b5 + a2 * b4 + a3 * b3 + a4 * b2 + a5 * b1 + a6 * b0 + h6 * FOLD_0 + h5 * FOLD_1;
	const r6 = digitOf(low);
	low = carryOf(low);
	high += a8 * b8;
	const h7 = digitOf(high);
	high = carryOf(high);
	low += a0 * b7 + a1 * b6 + a2 * b5 + a3 * b4 + a4 * b3 + a5 * b2 + a6 * b1 + a7 * b0 + h7 * FOLD_0 + h6 * FOLD_1;
	const r7 = digitOf(low);
	low = carryOf(low);
	const h8 = digitOf(high);
	high = carryOf(high);
	low += a0 * b8 + a1 * b7 + a2 * b6 + a3 * b5 + a4 * b4 + a5 * b3 + a6 * b2 + a7 * b1 + a8 * b0 + h8 * FOLD_0 + h7 * FOLD_1;
	const r8 = digitOf(low);
	low = carryOf(low);
	finish(target, r0, r1, r2, r3, r4, r5, r6, r7, r8, low + high * FOLD_0 + h8 * FOLD_1, high * FOLD_1);
}

/** target = a². */
export function square(target: usize, a: usize): void {
	const a0 = limb(a, 0);
	const a1 = limb(a, 1);
	const a2 = limb(a, 2);
	const a3 = limb(a, 3);
	const a4 = limb(a, 4);
	const a5 = limb(a, 5);
	const a6 = limb(a, 6);
	const a7 = limb(a, 7);
	const a8 = limb(a, 8);
	let high: i64 = 0;
	let low: i64 = 0;
	high += ((a1 * a8 + a2 * a7 + a3 * a6 + a4 * a5) << 1);
	const h0 = digitOf(high);
	high = carryOf(high);
	low += a0 * a0 + h0 * FOLD_0;
	const r0 = digitOf(low);
	low = carryOf(low);
	high += ((a2 * a8 + a3 * a7 + a4 * a6) << 1) + a5 * a5;
	const h1 = digitOf(high);
	high = carryOf(high);
	low += ((a0 * a1) << 1) + h1 * FOLD_0 + h0 * FOLD_1;
	const r1 = digitOf(low);
	low = carryOf(low);
	high += ((a3 * a8 + a4 * a7 + a5 * a6) << 1);
	const h2 = digitOf(high);
	high = carryOf(high);
	low += ((a0 * a2) << 1) + a1 * a1 + h2 * FOLD_0 + h1 * FOLD_1;
	const r2 = digitOf(low);
	low = carryOf(low);
	high += ((a4 * a8 + a5 * a7) << 1) + a6 * a6;
	const h3 = digitOf(high);
	high = carryOf(high);
	low += ((a0 * a3 + a1 * a2) << 1) + h3 * FOLD_0 + h2 * FOLD_1;
	const r3 = digitOf(low);
	low = carryOf(low);
	high += ((a5 * a8 + a6 * a7) << 1);
	const h4 = digitOf(high);
	high = carryOf(high);
	low += ((a0 * a4 + a1 * a3) << 1) + a2 * a2 + h4 * FOLD_0 + h3 * FOLD_1;
	const r4 = digitOf(low);
	low = carryOf(low);
	high += ((a6 * a8) << 1) + a7 * a7;
	const h5 = digitOf(high);
	high = carryOf(high);
	low += ((a0 * a5 + a1 * a4 + a2 * a3) << 1) + h5 * FOLD_0 + h4 * FOLD_1;
	const r5 = digitOf(low);
	low = carryOf(low);
	high += ((a7 * a8) << 1);
	const h6 = digitOf(high);
	high = carryOf(high);
	low += ((a0 * a6 + a1 * a5 + a2 * a4) << 1) + a3 * a3 + h6 * FOLD_0 + h5 * FOLD_1;
	const r6 = digitOf(low);
	low = carryOf(low);
	high += a8 * a8;
	const h7 = digitOf(high);
	high = carryOf(high);
	low += ((a0 * a7 + a1 * a6 + a2 * a5 + a3 * a4) << 1) + h7 * FOLD_0 + h6 * FOLD_1;
	const r7 = digitOf(low);
	low = carryOf(low);
	const h8 = digitOf(high);
	high = carryOf(high);
	low += ((a0 * a8 + a1 * a7 + a2 * a6 + a3 * a5) << 1) + a4 * a4 + h8 * FOLD_0 + h7 * FOLD_1;
	const r8 = digitOf(low);
	low = carryOf(low);
	finish(target, r0, r1, r2, r3, r4, r5, r6, r7, r8, low + high * FOLD_0 + h8 * FOLD_1, high * FOLD_1);
}

/** target = a, with size 1, for a size of up to 6. */
export function renew(target: usize, a: usize): void {
	const a0 = v128.load(a);
	const a1 = v128.load(a, 16);
	const a2 = v128.load(a, 32);
	const c0 = carriesOf(a0);
	const c1 = carriesOf(a1);
	const c2 = carriesOf(a2);
	// What leaves the ninth limb is folded onto the first two.
	const folded = i32x4.mul(i8x16.shuffle(c2, c2, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3), i32x4(31264, 256, 0, 0));
	v128.store(target, i32x4.add(carried(a0, c0, i64x2.splat(0)), folded));
	v128.store(target, carried(a1, c1, c0), 16);
	v128.store(target, carried(a2, c2, c1), 32);
}

@inline
function carriesOf(limbs: v128): v128 {
	return i32x4.shr_s(i32x4.add(limbs, i32x4.splat(1 << 28)), 29);
}

/** Limbs less their carries, plus the carries of those before them. */
@inline
function carried(limbs: v128, carries: v128, previous: v128): v128 {
	const rest = i32x4.sub(limbs, i32x4.shl(carries, 29));
	return i32x4.add(rest, i8x16.shuffle(previous, carries, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27));
}

/** target = a + b. */
export function add(target: usize, a: usize, b: usize): void {
	v128.store(target, i32x4.add(v128.load(a), v128.load(b)));
	v128.store(target, i32x4.add(v128.load(a, 16), v128.load(b, 16)), 16);
	v128.store(target, i32x4.add(v128.load(a, 32), v128.load(b, 32)), 32);
}

/** target = a - b. */
export function subtract(target: usize, a: usize, b: usize): void {
	v128.store(target, i32x4.sub(v128.load(a), v128.load(b)));
	v128.store(target, i32x4.sub(v128.load(a, 16), v128.load(b, 16)), 16);
	v128.store(target, i32x4.sub(v128.load(a, 32), v128.load(b, 32)), 32);
}

/** target = -a. */
export function negate(target: usize, a: usize): void {
	v128.store(target, i32x4.neg(v128.load(a)));
	v128.store(target, i32x4.neg(v128.load(a, 16)), 16);
	v128.store(target, i32x4.neg(v128.load(a, 32)), 32);
}

/** target = a. */
export function copy(target: usize, a: usize): void {
	v128.store(target, v128.load(a));
	v128.store(target, v128.load(a, 16), 16);
	v128.store(target, v128.load(a, 32), 32);
}

/** target = a number below 2^29. */
export function setSmall(target: usize, value: u32): void {
	memory.fill(target, 0, elementSize);
	store<u32>(target, value);
}
