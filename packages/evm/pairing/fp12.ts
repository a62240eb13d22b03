// The extension Fp6[w] / (w^2 - v), where pairings end. Bounds are those of fp.ts.
import {
	conjugate as conjugate2,
	elementSize as fp2Size,
	multiply as multiply2,
	reduce as reduce2,
	squareWide as squareWide2,
	add as add2,
	wideSize as fp2WideSize,
} from "./fp2";
import {
	add as add6,
	elementSize as fp6Size,
	invert as invert6,
	multiply as multiply6,
	multiplyByV,
	multiplyWide as multiplyWide6,
	negate as negate6,
	reduce as reduce6,
	subtract as subtract6,
} from "./fp6";

export const elementSize: usize = 2 * fp6Size;

/** xi^(i (p - 1) / 6) for i from 1 to 5. Filled in from outside. */
export const frobeniusFactors: usize = memory.data(640, 16);

const halfWide: usize = fp2WideSize / 2;
const w0 = memory.data(1536, 16);
const w1 = memory.data(1536, 16);
const w2 = memory.data(1536, 16);
const sumA = memory.data(384, 16);
const sumB = memory.data(384, 16);
const square0 = memory.data(384, 16);
const square1 = memory.data(384, 16);

// Where this is used the sign is a constant.
@inline
function plus(a: v128, b: v128, negative: bool): v128 {
	return negative ? i32x4.sub(a, b) : i32x4.add(a, b);
}

/** target += v a, or -= it, both wide and in Fp6: v (a0 + a1 v + a2 v^2) = xi a2 + a0 v + a1 v^2. */
@inline
function addTimesV(target: usize, a: usize, negative: bool): void {
	const last = a + 2 * fp2WideSize;
	for (let i: usize = 0; i < halfWide; i += 16) {
		const re = v128.load(last + i);
		const im = v128.load(last + halfWide + i);
		const to = target + i;
		v128.store(to, plus(v128.load(to), i32x4.sub(re, im), negative));
		v128.store(to, plus(v128.load(to, 256), i32x4.add(re, im), negative), 256);
	}
	for (let i: usize = 0; i < 2 * fp2WideSize; i += 16) {
		const to = target + i;
		v128.store(to, plus(v128.load(to, 512), v128.load(a + i), negative), 512);
	}
}

/** target = a b by Karatsuba's method: 18 products in Fp2, 54 in Fp, and 12 reductions. */
export function multiply(target: usize, a: usize, b: usize): void {
	const a1 = a + fp6Size;
	const b1 = b + fp6Size;
	multiplyWide6(w0, a, b);
	multiplyWide6(w1, a1, b1);
	add6(sumA, a, a1);
	add6(sumB, b, b1);
	multiplyWide6(w2, sumA, sumB);
	for (let i: usize = 0; i < 3 * fp2WideSize; i += 16) {
		const both = i32x4.add(v128.load(w0 + i), v128.load(w1 + i));
		v128.store(w2 + i, i32x4.sub(v128.load(w2 + i), both));
	}
	addTimesV(w0, w1, false);
	reduce6(target, w0);
	reduce6(target + fp6Size, w2);
}

/** target = a^2: with a = a0 + a1 w, (a0 + a1) (a0 + v a1) - a0 a1 - v a0 a1 + 2 a0 a1 w. */
export function squareOf(target: usize, a: usize): void {
	const a1 = a + fp6Size;
	multiplyWide6(w1, a, a1);
	multiplyByV(sumB, a1);
	add6(sumB, sumB, a);
	add6(sumA, a, a1);
	multiplyWide6(w0, sumA, sumB);
	addTimesV(w0, w1, true);
	for (let i: usize = 0; i < 3 * fp2WideSize; i += 16) {
		const product = v128.load(w1 + i);
		v128.store(w0 + i, i32x4.sub(v128.load(w0 + i), product));
		v128.store(w1 + i, i32x4.shl(product, 1));
	}
	reduce6(target, w0);
	reduce6(target + fp6Size, w1);
}

/** target = a to the power p^6; the inverse of an element of the cyclotomic subgroup. */
export function conjugate(target: usize, a: usize): void {
	memory.copy(target, a, fp6Size);
	negate6(target + fp6Size, a + fp6Size);
}

/** target = 1 / a, which is not a itself. */
export function invert(target: usize, a: usize): void {
	const a1 = a + fp6Size;
	const target1 = target + fp6Size;
	multiply6(square0, a1, a1);
	multiplyByV(square1, square0);
	multiply6(square0, a, a);
	subtract6(square0, square0, square1);
	invert6(square1, square0);
	multiply6(target, a, square1);
	multiply6(target1, a1, square1);
	negate6(target1, target1);
}

/** target = a to the power p: w^i becomes w^i xi^(i (p - 1) / 6). */
export function frobenius(target: usize, a: usize): void {
	for (let i: usize = 0; i < 6; i++) {
		// The coefficient of w^i: even powers are in the first half.
		const offset = (i & 1) * fp6Size + (i >> 1) * fp2Size;
		conjugate2(target + offset, a + offset);
		if (i > 0) multiply2(target + offset, target + offset, frobeniusFactors + (i - 1) * fp2Size);
	}
}

// The square in the cyclotomic subgroup (R. Granger, M. Scott, "Faster Squaring in the Cyclotomic Subgroup of Sixth Degree
// Extensions", 2010): three squares in Fp4 = Fp2[y] / (y^2 - xi), the pairs being coefficients of w^i and w^(i + 3).

const s0 = memory.data(512, 16);
const s1 = memory.data(512, 16);
const sum = memory.data(128, 16);
const result = memory.data(768, 16);

/** Four columns, i bytes from the first, of a wide number and, with the sign, of 2 z, which is no wide one. */
@inline
function addTwice(wide: v128, z: usize, i: usize, negative: bool): v128 {
	if (i >= 128) return wide;
	return plus(wide, i32x4.shl(v128.load16x4_s(z + i / 2), 1), negative);
}

@inline
function thrice(a: v128): v128 {
	return i32x4.add(i32x4.shl(a, 1), a);
}

/**
 * With the square of a + b y in Fp4: `first` = 3 (a^2 + xi b^2) - 2 first, and `second` = 3 (2 a b) + 2 second, where 2 a b is
 * multiplied by xi when `rotates`. The results go to the same offsets of `result`.
 */
function squarePart(from: usize, a: usize, b: usize, first: usize, second: usize, rotates: bool): void {
	squareWide2(s0, from + a);
	squareWide2(s1, from + b);
	add2(sum, from + a, from + b);
	squareWide2(w0, sum);
	const z1 = from + first;
	const z2 = from + second;
	for (let i: usize = 0; i < halfWide; i += 16) {
		const r0 = v128.load(s0 + i);
		const i0 = v128.load(s0 + halfWide + i);
		const r1 = v128.load(s1 + i);
		const i1 = v128.load(s1 + halfWide + i);
		let r = i32x4.sub(i32x4.sub(v128.load(w0 + i), r0), r1);
		let im = i32x4.sub(i32x4.sub(v128.load(w0 + halfWide + i), i0), i1);
		if (rotates) {
			const turned = i32x4.sub(r, im);
			im = i32x4.add(r, im);
			r = turned;
		}
		v128.store(w1 + i, addTwice(thrice(r), z2, i, false));
		v128.store(w1 + halfWide + i, addTwice(thrice(im), z2 + fp2Size / 2, i, false));
		v128.store(s0 + i, addTwice(thrice(i32x4.add(r0, i32x4.sub(r1, i1))), z1, i, true));
		v128.store(s0 + halfWide + i, addTwice(thrice(i32x4.add(i0, i32x4.add(r1, i1))), z1 + fp2Size / 2, i, true));
	}
	reduce2(result + first, s0);
	reduce2(result + second, w1);
}

/** target = a^2, for an a of the cyclotomic subgroup only. */
export function cyclotomicSquare(target: usize, a: usize): void {
	const w1Offset = fp6Size;
	squarePart(a, 0, w1Offset + fp2Size, 0, w1Offset + fp2Size, false);
	squarePart(a, w1Offset, 2 * fp2Size, fp2Size, w1Offset + 2 * fp2Size, false);
	squarePart(a, fp2Size, w1Offset + 2 * fp2Size, 2 * fp2Size, w1Offset, true);
	memory.copy(target, result, elementSize);
}
