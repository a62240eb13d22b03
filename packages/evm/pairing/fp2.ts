// The quadratic extension Fp[u] / (u^2 + 1): real part first. Bounds are those of fp.ts.
import {
	add as addFp,
	addLoose,
	addWide as addWideFp,
	carried,
	carryOf,
	elementSize as fpSize,
	invert as invertFp,
	multiply as multiplyFp,
	multiplyColumns,
	multiplyWide as multiplyWideFp,
	negate as negateFp,
	prepare,
	reduce as reduceFp,
	renew as renewFp,
	subtract as subtractFp,
	subtractLoose,
	wideSize as fpWideSize,
} from "./fp";

export const elementSize: usize = 2 * fpSize;
export const wideSize: usize = 2 * fpWideSize;

const factor = memory.data(272, 16);
const reals = memory.data(256, 16);
const imaginaries = memory.data(256, 16);
const sums = memory.data(256, 16);
const sumA = memory.data(64, 16);
const sumB = memory.data(64, 16);
const product = memory.data(512, 16);
const norm = memory.data(64, 16);
const square = memory.data(64, 16);

/** target (wide) = a b by Karatsuba's method, of factors whose digits are carried. */
export function multiplyWide(target: usize, a: usize, b: usize): void {
	prepare(factor, b);
	multiplyColumns(reals, a, factor);
	prepare(factor, b + fpSize);
	multiplyColumns(imaginaries, a + fpSize, factor);
	addLoose(sumB, b, b + fpSize);
	prepare(factor, sumB);
	addLoose(sumA, a, a + fpSize);
	multiplyColumns(sums, sumA, factor);
	let realCarry = i64x2.splat(0);
	let imaginaryCarry = i64x2.splat(0);
	for (let i: usize = 0; i < fpWideSize; i += 16) {
		const first = v128.load(reals + i);
		const second = v128.load(imaginaries + i);
		const real = i32x4.sub(first, second);
		const nextReal = carryOf(real);
		v128.store(target + i, carried(real, nextReal, realCarry));
		realCarry = nextReal;
		// The sums' columns may have gone round 2^32; the difference is right again.
		const imaginary = i32x4.sub(i32x4.sub(v128.load(sums + i), first), second);
		const nextImaginary = carryOf(imaginary);
		v128.store(target + i, carried(imaginary, nextImaginary, imaginaryCarry), 256);
		imaginaryCarry = nextImaginary;
	}
}

/** target (wide) = a^2 = (re + im) (re - im) + 2 re im u. */
export function squareWide(target: usize, a: usize): void {
	const imaginaryPart = a + fpSize;
	addLoose(sumA, a, imaginaryPart);
	subtractLoose(sumB, a, imaginaryPart);
	prepare(factor, sumB);
	multiplyWideFp(target, sumA, factor);
	addLoose(sumA, a, a);
	prepare(factor, imaginaryPart);
	multiplyWideFp(target + fpWideSize, sumA, factor);
}

/** target (wide) = a s, with the real s prepared. */
export function scaleWide(target: usize, a: usize, s: usize): void {
	multiplyWideFp(target, a, s);
	multiplyWideFp(target + fpWideSize, a + fpSize, s);
}

/** target (wide) += a (wide). */
export function addWide(target: usize, a: usize): void {
	addWideFp(target, a);
	addWideFp(target + fpWideSize, a + fpWideSize);
}

export function reduce(target: usize, wide: usize): void {
	reduceFp(target, wide);
	reduceFp(target + fpSize, wide + fpWideSize);
}

export function renew(target: usize, a: usize): void {
	renewFp(target, a);
	renewFp(target + fpSize, a + fpSize);
}

export function multiply(target: usize, a: usize, b: usize): void {
	multiplyWide(product, a, b);
	reduce(target, product);
}

export function squareOf(target: usize, a: usize): void {
	squareWide(product, a);
	reduce(target, product);
}

export function add(target: usize, a: usize, b: usize): void {
	addFp(target, a, b);
	addFp(target + fpSize, a + fpSize, b + fpSize);
}

export function subtract(target: usize, a: usize, b: usize): void {
	subtractFp(target, a, b);
	subtractFp(target + fpSize, a + fpSize, b + fpSize);
}

export function negate(target: usize, a: usize): void {
	negateFp(target, a);
	negateFp(target + fpSize, a + fpSize);
}

/** target = a to the power p. */
export function conjugate(target: usize, a: usize): void {
	memory.copy(target, a, fpSize);
	negateFp(target + fpSize, a + fpSize);
}

/** target = (1 + u) a, which is not a itself. */
export function multiplyByXi(target: usize, a: usize): void {
	subtractFp(target, a, a + fpSize);
	addFp(target + fpSize, a, a + fpSize);
}

/** target = 1 / a = conjugate(a) / (re^2 + im^2). */
export function invert(target: usize, a: usize): void {
	multiplyFp(norm, a, a);
	multiplyFp(square, a + fpSize, a + fpSize);
	addFp(norm, norm, square);
	invertFp(square, norm);
	multiplyFp(target, a, square);
	multiplyFp(target + fpSize, a + fpSize, square);
	negateFp(target + fpSize, target + fpSize);
}
