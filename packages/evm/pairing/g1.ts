/*
 * The group G1: points of y^2 = x^3 + 4 in homogeneous coordinates (X : Y : Z), infinity being (0 : 1 : 0).
 *
 * Sums follow J. Renes, C. Costello, L. Batina, "Complete addition formulas for prime order elliptic curves" (2015), algorithms
 * 7 and 9: they hold for any two points of a curve of odd order, which this one is, whether equal, opposite or infinite.
 * Bounds are those of fp.ts; coordinates are fresh.
 */
import {
	add,
	addWide,
	elementSize,
	multiply,
	multiplyWide,
	negate,
	power,
	prepare,
	reduce,
	subtract,
	subtractWide,
	timesWide,
} from "./fp";

export const pointSize: usize = 3 * elementSize;

/** A cube root of one: (beta x, y) is the product of a point of G1 with -x^2, x being the curve's parameter. Filled in from outside. */
export const beta: usize = memory.data(64, 16);
/** (p + 1) / 4 in 48 bytes, big endian. Filled in from outside. */
export const rootExponent: usize = memory.data(48, 16);

const y: usize = elementSize;
const z: usize = 2 * elementSize;

const factor = memory.data(272, 16);
const sumA = memory.data(64, 16);
const sumB = memory.data(64, 16);
const w0 = memory.data(256, 16);
const w1 = memory.data(256, 16);
const w2 = memory.data(256, 16);
const w3 = memory.data(256, 16);
const t0 = memory.data(64, 16);
const t1 = memory.data(64, 16);
const t2 = memory.data(64, 16);
const t3 = memory.data(64, 16);
const t4 = memory.data(64, 16);
const t5 = memory.data(64, 16);

/** target (wide) = a b. */
function product(target: usize, a: usize, b: usize): void {
	prepare(factor, b);
	multiplyWide(target, a, factor);
}

/** target (wide) = (a[i] + a[j]) (b[i] + b[j]) for two coordinates, less the products of each, which are wide. */
function cross(target: usize, a: usize, b: usize, i: usize, j: usize, first: usize, second: usize): void {
	add(sumA, a + i, a + j);
	add(sumB, b + i, b + j);
	product(target, sumA, sumB);
	subtractWide(target, first);
	subtractWide(target, second);
}

/** target = a b + c d. */
function sumOfProducts(target: usize, a: usize, b: usize, c: usize, d: usize): void {
	product(w0, a, b);
	product(w1, c, d);
	addWide(w0, w1);
	reduce(target, w0);
}

/** target = a + b. */
export function addPoints(target: usize, a: usize, b: usize): void {
	product(w0, a, b);
	product(w1, a + y, b + y);
	product(w2, a + z, b + z);
	// t3 = X1 Y2 + X2 Y1, t4 = Y1 Z2 + Y2 Z1, t5 = 12 (X1 Z2 + X2 Z1)
	cross(w3, a, b, 0, y, w0, w1);
	reduce(t3, w3);
	cross(w3, a, b, y, z, w1, w2);
	reduce(t4, w3);
	cross(w3, a, b, 0, z, w0, w2);
	timesWide(w3, 12);
	reduce(t5, w3);
	// t0 = 3 X1 X2, t1 = Y1 Y2, t2 = 12 Z1 Z2
	timesWide(w0, 3);
	reduce(t0, w0);
	reduce(t1, w1);
	timesWide(w2, 12);
	reduce(t2, w2);
	add(sumA, t1, t2);
	subtract(sumB, t1, t2);
	// X = t3 (t1 - t2) - t4 t5, Y = (t1 - t2) (t1 + t2) + t0 t5, Z = (t1 + t2) t4 + t0 t3
	negate(t2, t5);
	sumOfProducts(target, t3, sumB, t4, t2);
	sumOfProducts(target + y, sumA, sumB, t0, t5);
	sumOfProducts(target + z, sumA, t4, t0, t3);
}

/** target = 2 a. */
export function doublePoint(target: usize, a: usize): void {
	// t0 = Y^2, t1 = 8 Y^2, t2 = 12 Z^2, t3 = Y Z, t4 = 2 X Y
	product(w0, a + y, a + y);
	memory.copy(w1, w0, 256);
	reduce(t0, w0);
	timesWide(w1, 8);
	reduce(t1, w1);
	product(w0, a + z, a + z);
	timesWide(w0, 12);
	reduce(t2, w0);
	multiply(t3, a + y, a + z);
	product(w0, a, a + y);
	timesWide(w0, 2);
	reduce(t4, w0);
	// X = 2 X Y (t0 - 3 t2), Y = (t0 - 3 t2) (t0 + t2) + t1 t2, Z = t3 t1
	add(sumA, t0, t2);
	add(sumB, t2, t2);
	add(sumB, sumB, t2);
	subtract(sumB, t0, sumB);
	multiply(target, t4, sumB);
	sumOfProducts(target + y, sumB, sumA, t1, t2);
	multiply(target + z, t3, t1);
}

/** target = (beta X : Y : Z). */
export function endomorphism(target: usize, a: usize): void {
	multiply(target, a, beta);
	memory.copy(target + y, a + y, 2 * elementSize);
}

export function clearPoint(target: usize): void {
	memory.fill(target, 0, pointSize);
	store<i16>(target + y, 1);
}

/** For the x in `target`: y = (x^3 + 4)^((p + 1) / 4), the root if there is one, and in z how far y^2 is from x^3 + 4. */
export function findRoot(target: usize): void {
	multiply(t0, target, target);
	product(w0, t0, target);
	store<i32>(w0, load<i32>(w0) + 4);
	reduce(t0, w0);
	power(target + y, t0, rootExponent);
	multiply(t1, target + y, target + y);
	subtract(target + z, t1, t0);
}
