// Unsigned division. `sp` is the numerator, `sp - 32` the divisor and the place of the result; dividing by zero gives zero
// (Yellow Paper, appendix H).
import { leadingZeros, shiftWordRight } from "./bitwise";
import { copyWord, setU64, setZero } from "./convert";
import { divideByLimb, divRem, significantLimbs } from "./long-division";
import { mulHighHalves } from "./mul";

const LOW: u64 = 0xffffffff;
const UNUSED: usize = memory.data(32, 16);

// 1 + 2^-49: more than the relative error of a floating-point quotient.
const UPWARDS: f64 = 1.0000000000000017763568394002504646778106689453125;
// Quotients below 2^47 lose less than one to their floating-point estimate.
const SHORT_QUOTIENT_BITS: u64 = 46;

/** Whether both words are single limbs. */
@inline
export function areLimbs(left: usize, right: usize): bool {
	return (
		(load<u64>(left, 8) |
			load<u64>(left, 16) |
			load<u64>(left, 24) |
			load<u64>(right, 8) |
			load<u64>(right, 16) |
			load<u64>(right, 24)) ==
		0
	);
}

/** As `div`, for single limbs. */
@inline
export function divLimbs(sp: usize): void {
	const d = load<u64>(sp - 32);
	if (d != 0) store<u64>(sp - 32, load<u64>(sp) / d);
}

/** As `mod`, for single limbs. */
@inline
export function modLimbs(sp: usize): void {
	const d = load<u64>(sp - 32);
	if (d != 0) store<u64>(sp - 32, load<u64>(sp) % d);
}

/** [sp - 32] = [sp] / [sp - 32] */
export function div(sp: usize): void {
	if (areLimbs(sp, sp - 32)) divLimbs(sp);
	else divide(sp - 32, sp, sp - 32);
}

/** [sp - 32] = [sp] mod [sp - 32] */
export function mod(sp: usize): void {
	if (areLimbs(sp, sp - 32)) modLimbs(sp);
	else remainder(sp - 32, sp, sp - 32);
}

/** [target] = [numerator] / [divisor], 0 for a zero divisor; the target may be an operand. */
export function divide(target: usize, numerator: usize, divisor: usize): void {
	const d0 = load<u64>(divisor);
	const d1 = load<u64>(divisor, 8);
	const d2 = load<u64>(divisor, 16);
	const d3 = load<u64>(divisor, 24);
	const ones = popcnt<u64>(d0) + popcnt<u64>(d1) + popcnt<u64>(d2) + popcnt<u64>(d3);
	if (ones <= 1) {
		if (ones == 0) setZero(target);
		else shiftWordRight(target, numerator, 255 - leadingZeros(divisor));
	} else if ((d1 | d2 | d3) == 0) {
		const limbs = significantLimbs(numerator, 4);
		if (limbs <= 1) {
			setU64(target, load<u64>(numerator) / d0);
			return;
		}
		divideByLimb(numerator, limbs, d0, target);
		for (let i = limbs; i < 4; i++) store<u64>(target + (<usize>i << 3), 0);
	} else {
		divideLong(numerator, divisor, target, UNUSED);
	}
}

/** [target] = [numerator] mod [divisor], 0 for a zero divisor; the target may be an operand. */
export function remainder(target: usize, numerator: usize, divisor: usize): void {
	const d0 = load<u64>(divisor);
	const d1 = load<u64>(divisor, 8);
	const d2 = load<u64>(divisor, 16);
	const d3 = load<u64>(divisor, 24);
	const ones = popcnt<u64>(d0) + popcnt<u64>(d1) + popcnt<u64>(d2) + popcnt<u64>(d3);
	if (ones <= 1) {
		// d - 1 is a mask of the bits below the only one; of zero it would be all ones.
		const b1 = <u64>(d0 == 0);
		const b2 = b1 & <u64>(d1 == 0);
		const b3 = b2 & <u64>(d2 == 0);
		const keep: u64 = 0 - <u64>(ones == 1);
		store<u64>(target, load<u64>(numerator) & (d0 - 1) & keep);
		store<u64>(target, load<u64>(numerator, 8) & (d1 - b1) & keep, 8);
		store<u64>(target, load<u64>(numerator, 16) & (d2 - b2) & keep, 16);
		store<u64>(target, load<u64>(numerator, 24) & (d3 - b3) & keep, 24);
	} else if ((d1 | d2 | d3) == 0) {
		const limbs = significantLimbs(numerator, 4);
		setU64(target, limbs > 1 ? divideByLimb(numerator, limbs, d0, UNUSED) : load<u64>(numerator) % d0);
	} else {
		divideLong(numerator, divisor, UNUSED, target);
	}
}

/** The 63 highest bits of [pointer], of two limbs or more with so many zero bits above; as a number from 2^62 on. */
@inline
function leadingBits(pointer: usize, zeros: u64): f64 {
	const bits = zeros & 63;
	const address = pointer + 24 - <usize>((zeros >> 6) << 3);
	return <f64>(<i64>(((load<u64>(address) << bits) | ((load<u64>(address - 8) >> 1) >> (63 - bits))) >> 1));
}

/** Divides words of the same number of bits: the quotient is 1, or 0. */
@inline
function divideAlike(numerator: usize, divisor: usize, quotient: usize, remainder: usize): void {
	const n0 = load<u64>(numerator);
	const n1 = load<u64>(numerator, 8);
	const n2 = load<u64>(numerator, 16);
	const n3 = load<u64>(numerator, 24);
	const d0 = load<u64>(divisor);
	const d1 = load<u64>(divisor, 8);
	const d2 = load<u64>(divisor, 16);
	const d3 = load<u64>(divisor, 24);
	const t1 = n1 - d1;
	const t2 = n2 - d2;
	const t3 = n3 - d3;
	const b0 = <u64>(n0 < d0);
	const b1 = <u64>(n1 < d1) | <u64>(t1 < b0);
	const b2 = <u64>(n2 < d2) | <u64>(t2 < b1);
	const q = (<u64>(n3 < d3) | <u64>(t3 < b2)) ^ 1;
	setU64(quotient, q);
	store<u64>(remainder, q != 0 ? n0 - d0 : n0);
	store<u64>(remainder, q != 0 ? t1 - b0 : n1, 8);
	store<u64>(remainder, q != 0 ? t2 - b1 : n2, 16);
	store<u64>(remainder, q != 0 ? t3 - b2 : n3, 24);
}

/** Divides words; the divisor has two limbs or more. The results may replace the operands. */
function divideLong(numerator: usize, divisor: usize, quotient: usize, remainder: usize): void {
	const numeratorZeros = leadingZeros(numerator);
	const divisorZeros = leadingZeros(divisor);
	if (numeratorZeros > divisorZeros) {
		copyWord(remainder, numerator);
		setZero(quotient);
		return;
	}
	const bits = divisorZeros - numeratorZeros;
	if (bits == 0) {
		divideAlike(numerator, divisor, quotient, remainder);
		return;
	}
	if (bits > SHORT_QUOTIENT_BITS) {
		divRem(numerator, 4, divisor, quotient, remainder);
		return;
	}
	// A quotient this small is known from a floating-point division, or is one less.
	const scale = reinterpret<f64>((1023 + bits) << 52);
	const estimate = (leadingBits(numerator, numeratorZeros) / leadingBits(divisor, divisorZeros)) * scale * UPWARDS;
	let q = <u64>(<i64>estimate);
	const ql = q & LOW;
	const qh = q >> 32;
	const d0 = load<u64>(divisor);
	const d1 = load<u64>(divisor, 8);
	const d2 = load<u64>(divisor, 16);
	const d3 = load<u64>(divisor, 24);
	const n0 = load<u64>(numerator);
	const n1 = load<u64>(numerator, 8);
	const n2 = load<u64>(numerator, 16);
	const n3 = load<u64>(numerator, 24);
	// High halves are below 2^47 and take carries and borrows without overflowing: p is what a limb has to subtract.
	const p0 = q * d0;
	let r0 = n0 - p0;
	const p1 = mulHighHalves(ql, qh, d0 & LOW, d0 >> 32) + <u64>(n0 < p0);
	const low1 = q * d1;
	const t1 = n1 - low1;
	let r1 = t1 - p1;
	const p2 = mulHighHalves(ql, qh, d1 & LOW, d1 >> 32) + <u64>(n1 < low1) + <u64>(t1 < p1);
	const low2 = q * d2;
	const t2 = n2 - low2;
	let r2 = t2 - p2;
	const p3 = mulHighHalves(ql, qh, d2 & LOW, d2 >> 32) + <u64>(n2 < low2) + <u64>(t2 < p2);
	const low3 = q * d3;
	const t3 = n3 - low3;
	let r3 = t3 - p3;
	const p4 = mulHighHalves(ql, qh, d3 & LOW, d3 >> 32) + <u64>(n3 < low3) + <u64>(t3 < p3);
	if (p4 != 0) {
		q--;
		r0 += d0;
		const c0 = <u64>(r0 < d0);
		const s1 = r1 + d1;
		r1 = s1 + c0;
		const c1 = <u64>(s1 < d1) | <u64>(r1 < c0);
		const s2 = r2 + d2;
		r2 = s2 + c1;
		r3 += d3 + (<u64>(s2 < d2) | <u64>(r2 < c1));
	}
	setU64(quotient, q);
	store<u64>(remainder, r0);
	store<u64>(remainder, r1, 8);
	store<u64>(remainder, r2, 16);
	store<u64>(remainder, r3, 24);
}
