// The extension Fp2[v] / (v^3 - xi) with xi = 1 + u. Bounds are those of fp.ts.
import {
	add as add2,
	elementSize as fp2Size,
	invert as invert2,
	multiply as multiply2,
	multiplyByXi,
	multiplyWide as multiplyWide2,
	negate as negate2,
	reduce as reduce2,
	renew as renew2,
	squareOf,
	subtract as subtract2,
	wideSize as fp2WideSize,
} from "./fp2";

export const elementSize: usize = 3 * fp2Size;
export const wideSize: usize = 3 * fp2WideSize;

const halfWide: usize = fp2WideSize / 2;
const t0 = memory.data(512, 16);
const t1 = memory.data(512, 16);
const t2 = memory.data(512, 16);
const u0 = memory.data(512, 16);
const u1 = memory.data(512, 16);
const u2 = memory.data(512, 16);
const sumA = memory.data(128, 16);
const sumB = memory.data(128, 16);
const wide = memory.data(1536, 16);
const c0 = memory.data(128, 16);
const c1 = memory.data(128, 16);
const c2 = memory.data(128, 16);

@inline
function minus(a: v128, b: v128, c: v128): v128 {
	return i32x4.sub(i32x4.sub(a, b), c);
}

/** target (wide) = a b by Karatsuba's method: six products in Fp2. */
export function multiplyWide(target: usize, a: usize, b: usize): void {
	const a1 = a + fp2Size;
	const a2 = a + 2 * fp2Size;
	const b1 = b + fp2Size;
	const b2 = b + 2 * fp2Size;
	multiplyWide2(t0, a, b);
	multiplyWide2(t1, a1, b1);
	multiplyWide2(t2, a2, b2);
	add2(sumA, a1, a2);
	add2(sumB, b1, b2);
	multiplyWide2(u0, sumA, sumB);
	add2(sumA, a, a1);
	add2(sumB, b, b1);
	multiplyWide2(u1, sumA, sumB);
	add2(sumA, a, a2);
	add2(sumB, b, b2);
	multiplyWide2(u2, sumA, sumB);
	for (let i: usize = 0; i < halfWide; i += 16) {
		const r0 = v128.load(t0 + i);
		const r1 = v128.load(t1 + i);
		const r2 = v128.load(t2 + i);
		const i0 = v128.load(t0 + halfWide + i);
		const i1 = v128.load(t1 + halfWide + i);
		const i2 = v128.load(t2 + halfWide + i);
		// t0 + xi (u0 - t1 - t2)
		const r = minus(v128.load(u0 + i), r1, r2);
		const im = minus(v128.load(u0 + halfWide + i), i1, i2);
		const to = target + i;
		v128.store(to, i32x4.add(r0, i32x4.sub(r, im)));
		v128.store(to, i32x4.add(i0, i32x4.add(r, im)), 256);
		// u1 - t0 - t1 + xi t2
		v128.store(to, i32x4.add(minus(v128.load(u1 + i), r0, r1), i32x4.sub(r2, i2)), 512);
		v128.store(to, i32x4.add(minus(v128.load(u1 + halfWide + i), i0, i1), i32x4.add(r2, i2)), 768);
		// u2 - t0 - t2 + t1
		v128.store(to, i32x4.add(minus(v128.load(u2 + i), r0, r2), r1), 1024);
		v128.store(to, i32x4.add(minus(v128.load(u2 + halfWide + i), i0, i2), i1), 1280);
	}
}

export function reduce(target: usize, wide: usize): void {
	for (let i: usize = 0; i < 3; i++) reduce2(target + i * fp2Size, wide + i * fp2WideSize);
}

export function multiply(target: usize, a: usize, b: usize): void {
	multiplyWide(wide, a, b);
	reduce(target, wide);
}

export function add(target: usize, a: usize, b: usize): void {
	for (let i: usize = 0; i < elementSize; i += fp2Size) add2(target + i, a + i, b + i);
}

export function subtract(target: usize, a: usize, b: usize): void {
	for (let i: usize = 0; i < elementSize; i += fp2Size) subtract2(target + i, a + i, b + i);
}

export function negate(target: usize, a: usize): void {
	for (let i: usize = 0; i < elementSize; i += fp2Size) negate2(target + i, a + i);
}

/** target = v a, which is not a itself. */
export function multiplyByV(target: usize, a: usize): void {
	multiplyByXi(target, a + 2 * fp2Size);
	memory.copy(target + fp2Size, a, 2 * fp2Size);
}

/** target = 1 / a, which is not a itself. */
export function invert(target: usize, a: usize): void {
	const a1 = a + fp2Size;
	const a2 = a + 2 * fp2Size;
	const target1 = target + fp2Size;
	const target2 = target + 2 * fp2Size;
	// The adjugate: a0^2 - xi a1 a2, xi a2^2 - a0 a1, a1^2 - a0 a2.
	multiply2(sumA, a1, a2);
	multiplyByXi(sumB, sumA);
	squareOf(c0, a);
	subtract2(c0, c0, sumB);
	squareOf(sumA, a2);
	multiplyByXi(c1, sumA);
	multiply2(sumA, a, a1);
	subtract2(c1, c1, sumA);
	squareOf(c2, a1);
	multiply2(sumA, a, a2);
	subtract2(c2, c2, sumA);
	// The norm: a0 c0 + xi (a2 c1 + a1 c2).
	multiply2(sumA, a2, c1);
	multiply2(sumB, a1, c2);
	add2(sumA, sumA, sumB);
	multiplyByXi(sumB, sumA);
	multiply2(sumA, a, c0);
	add2(sumA, sumA, sumB);
	renew2(sumA, sumA);
	invert2(sumB, sumA);
	multiply2(target, c0, sumB);
	multiply2(target1, c1, sumB);
	multiply2(target2, c2, sumB);
}
