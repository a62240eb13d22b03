// Division of numbers of several limbs (Knuth, TAOCP 4.3.1, algorithm D, with 64-bit digits). A digit of the quotient is
// estimated from the upper limbs of the divisor and their reciprocal (Möller and Granlund, algorithms 4 and 5).
import { mulHighHalves } from "./mul";
import { reciprocalOfOne, reciprocalOfTwo } from "./reciprocal";

const LOW: u64 = 0xffffffff;

// The numerator, shifted left by as much as normalises the divisor; the limb below it stays zero.
const SHIFTED: usize = memory.data(96, 16) + 16;

/** How many limbs are left when leading zero limbs are cut off. */
@inline
export function significantLimbs(pointer: usize, limbs: i32): i32 {
	while (limbs > 0 && load<u64>(pointer + ((<usize>limbs - 1) << 3)) == 0) limbs--;
	return limbs;
}

/**
 * Divides a number of `limbs` limbs, 4 to 8, by the word [divisor], which must not be zero. Writes `limbs` limbs of quotient
 * and the word [remainder], after everything was read: they may overlap the operands.
 */
export function divRem(numerator: usize, limbs: i32, divisor: usize, quotient: usize, remainder: usize): void {
	const size = significantLimbs(divisor, 4);
	const top = significantLimbs(numerator, limbs);
	if (top < size) {
		const low = v128.load(numerator);
		const high = v128.load(numerator, 16);
		for (let i = 0; i < limbs; i++) store<u64>(quotient + (<usize>i << 3), 0);
		v128.store(remainder, low);
		v128.store(remainder, high, 16);
		return;
	}
	const upper = divisor + (<usize>size << 3);
	const d3 = load<u64>(upper - 8);
	const d2 = size > 1 ? load<u64>(upper - 16) : 0;
	const d1 = size > 2 ? load<u64>(upper - 24) : 0;
	const d0 = size > 3 ? load<u64>(divisor) : 0;
	const bits = clz<u64>(d3);
	const rest = 63 - bits;

	const digits = top - size + 1;
	const n3 = (d3 << bits) | ((d2 >> 1) >> rest);
	if (size == 1) {
		const r = divideByLimb(numerator, top, d3, quotient);
		for (let i = top; i < limbs; i++) store<u64>(quotient + (<usize>i << 3), 0);
		store<u64>(remainder, r);
		store<u64>(remainder, 0, 8);
		v128.store(remainder, i64x2(0, 0), 16);
		return;
	}

	let limb: u64 = 0;
	for (let i = top - 1; i >= 0; i--) {
		const below = load<u64>(numerator + (<usize>i << 3));
		store<u64>(SHIFTED + (<usize>i << 3), (limb << bits) | ((below >> 1) >> rest), 8);
		limb = below;
	}
	store<u64>(SHIFTED, limb << bits);
	for (let i = digits; i < limbs; i++) store<u64>(quotient + (<usize>i << 3), 0);
	const n2 = (d2 << bits) | ((d1 >> 1) >> rest);
	if (size == 2) {
		divideByTwo(digits, n3, n2, bits, quotient, remainder);
		return;
	}
	const n1 = (d1 << bits) | ((d0 >> 1) >> rest);
	divideByFour(digits, n3, n2, n1, d0 << bits, bits, size, quotient, remainder);
}

/**
 * Divides a number of `limbs` limbs, at least one, by d, which must not be 0, writes as many limbs of quotient and returns the
 * remainder. The quotient may replace the numerator.
 */
export function divideByLimb(numerator: usize, limbs: i32, d: u64, quotient: usize): u64 {
	const bits = clz<u64>(d);
	const rest = 63 - bits;
	const n = d << bits;
	const v = reciprocalOfOne(n);
	const vl = v & LOW;
	const vh = v >> 32;
	let i = limbs - 1;
	let limb = load<u64>(numerator + (<usize>i << 3));
	let r = (limb >> 1) >> rest;
	if (limb < d) {
		// The highest limb alone makes no digit.
		store<u64>(quotient + (<usize>i << 3), 0);
		const below = i > 0 ? load<u64>(numerator + (<usize>i << 3) - 8) : 0;
		r = (limb << bits) | ((below >> 1) >> rest);
		limb = below;
		i--;
	}
	for (; i >= 0; i--) {
		const below = i > 0 ? load<u64>(numerator + (<usize>i << 3) - 8) : 0;
		const next = (limb << bits) | ((below >> 1) >> rest);
		limb = below;
		const low = v * r + next;
		let q = mulHighHalves(vl, vh, r & LOW, r >> 32) + r + <u64>(low < next) + 1;
		r = next - q * n;
		const excess: u64 = 0 - <u64>(r > low);
		q += excess;
		r += excess & n;
		if (r >= n) {
			q++;
			r -= n;
		}
		store<u64>(quotient + (<usize>i << 3), q);
	}
	return r >> bits;
}

function divideByTwo(digits: i32, d1: u64, d0: u64, bits: u64, quotient: usize, remainder: usize): void {
	const v = reciprocalOfTwo(d1, d0);
	const vl = v & LOW;
	const vh = v >> 32;
	const d0l = d0 & LOW;
	const d0h = d0 >> 32;
	let r1 = load<u64>(SHIFTED + (<usize>digits << 3), 8);
	let r0 = load<u64>(SHIFTED + (<usize>digits << 3));
	for (let i = digits - 1; i >= 0; i--) {
		const next = load<u64>(SHIFTED + (<usize>i << 3));
		const fraction = v * r1 + r0;
		let q = mulHighHalves(vl, vh, r1 & LOW, r1 >> 32) + r1 + <u64>(fraction < r0);
		// The remainder of the estimate plus one.
		const product = q * d0;
		const partial = next - product;
		const borrow = <u64>(next < product);
		r1 = r0 - q * d1 - mulHighHalves(d0l, d0h, q & LOW, q >> 32) - borrow - d1 - <u64>(partial < d0);
		r0 = partial - d0;
		const excess: u64 = 0 - <u64>(r1 >= fraction);
		q += 1 + excess;
		const back = d0 & excess;
		r0 += back;
		r1 += (d1 & excess) + <u64>(r0 < back);
		if (r1 > d1 || (r1 == d1 && r0 >= d0)) {
			q++;
			r1 -= d1 + <u64>(r0 < d0);
			r0 -= d0;
		}
		store<u64>(quotient + (<usize>i << 3), q);
	}
	store<u64>(remainder, (r0 >> bits) | ((r1 << 1) << (63 - bits)));
	store<u64>(remainder, r1 >> bits, 8);
	v128.store(remainder, i64x2(0, 0), 16);
}

/** The divisor d1:d0:e1:e0 has `size` limbs, 3 or 4, in its upper part. */
function divideByFour(
	digits: i32,
	d1: u64,
	d0: u64,
	e1: u64,
	e0: u64,
	bits: u64,
	size: i32,
	quotient: usize,
	remainder: usize,
): void {
	const v = reciprocalOfTwo(d1, d0);
	const vl = v & LOW;
	const vh = v >> 32;
	const d0l = d0 & LOW;
	const d0h = d0 >> 32;
	const e1l = e1 & LOW;
	const e1h = e1 >> 32;
	const e0l = e0 & LOW;
	const e0h = e0 >> 32;
	// With three limbs the divisor was moved up by one limb: so is the numerator, by reading it one limb lower.
	let source = SHIFTED + (<usize>(digits + size - 4) << 3);
	let r3 = load<u64>(source, 24);
	let r2 = load<u64>(source, 16);
	let r1 = load<u64>(source, 8);
	let r0 = load<u64>(source);
	let i = digits - 1;
	// When the upper limbs already tell that the first digit is zero: products of numbers below the divisor.
	if (r3 == 0 && r2 < d1) {
		store<u64>(quotient + (<usize>i << 3), 0);
		i--;
		source -= 8;
		r3 = r2;
		r2 = r1;
		r1 = r0;
		r0 = load<u64>(source);
	}
	for (; i >= 0; i--) {
		source -= 8;
		const next = load<u64>(source);
		let q: u64 = u64.MAX_VALUE;
		let t1: u64;
		let t0: u64;
		let over: u64 = 0;
		if (r3 == d1 && r2 == d0) {
			t0 = r1 + d0;
			const carry = <u64>(t0 < d0);
			t1 = d1 + carry;
			over = <u64>(t1 < carry);
		} else {
			const fraction = v * r3 + r2;
			q = mulHighHalves(vl, vh, r3 & LOW, r3 >> 32) + r3 + <u64>(fraction < r2);
			const product = q * d0;
			const partial = r1 - product;
			const borrow = <u64>(r1 < product);
			t1 = r2 - q * d1 - mulHighHalves(d0l, d0h, q & LOW, q >> 32) - borrow - d1 - <u64>(partial < d0);
			t0 = partial - d0;
			const excess: u64 = 0 - <u64>(t1 >= fraction);
			q += 1 + excess;
			const back = d0 & excess;
			t0 += back;
			t1 += (d1 & excess) + <u64>(t0 < back);
			if (t1 > d1 || (t1 == d1 && t0 >= d0)) {
				q++;
				t1 -= d1 + <u64>(t0 < d0);
				t0 -= d0;
			}
		}
		// Subtract the estimate times the lower half of the divisor from what the upper half has left.
		const ql = q & LOW;
		const qh = q >> 32;
		const p0 = q * e0;
		const low1 = q * e1;
		const p1 = mulHighHalves(e0l, e0h, ql, qh) + low1;
		const p2 = mulHighHalves(e1l, e1h, ql, qh) + <u64>(p1 < low1);
		const b0 = <u64>(next < p0);
		const s1 = r0 - p1;
		const b1 = <u64>(r0 < p1) + <u64>(s1 < b0);
		const s2 = t0 - p2;
		const b2 = <u64>(t0 < p2) + <u64>(s2 < b1);
		const b3 = <u64>(t1 < b2);
		r0 = next - p0;
		r1 = s1 - b0;
		r2 = s2 - b1;
		r3 = t1 - b2;
		if (b3 != over) {
			// One too many.
			q--;
			r0 += e0;
			const c0 = <u64>(r0 < e0);
			const u1 = r1 + e1;
			r1 = u1 + c0;
			const c1 = <u64>(u1 < e1) + <u64>(r1 < c0);
			const u2 = r2 + d0;
			r2 = u2 + c1;
			r3 += d1 + <u64>(u2 < d0) + <u64>(r2 < c1);
		}
		store<u64>(quotient + (<usize>i << 3), q);
	}
	const rest = 63 - bits;
	if (size == 3) {
		r0 = r1;
		r1 = r2;
		r2 = r3;
		r3 = 0;
	}
	store<u64>(remainder, (r0 >> bits) | ((r1 << 1) << rest));
	store<u64>(remainder, (r1 >> bits) | ((r2 << 1) << rest), 8);
	store<u64>(remainder, (r2 >> bits) | ((r3 << 1) << rest), 16);
	store<u64>(remainder, r3 >> bits, 24);
}
