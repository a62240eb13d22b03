/*
 * The Miller loops of two pairings whose second points never change: their lines are computed once, and as the product of
 * both in each step.
 *
 * A line through points of the twist, at P = (x, y) of G1, times w^3 / y (which the final exponentiation removes), is
 *
 *     gamma Y + beta X v + v w, with X = x / y, Y = 1 / y, beta = -slope, gamma = slope x_T - y_T.
 *
 * The product of two is, with w^2 = v and v^3 = xi,
 *
 *     gamma1 gamma2 Y1 Y2 + xi + (gamma1 beta2 Y1 X2 + beta1 gamma2 X1 Y2) v + beta1 beta2 X1 X2 v^2
 *       + (gamma1 Y1 + gamma2 Y2) v w + (beta1 X1 + beta2 X2) v^2 w
 *
 * so that a step stores gamma1 gamma2, gamma1 beta2, beta1 gamma2, beta1 beta2, gamma1, gamma2, beta1, beta2.
 */
import { elementSize as fpSize, invert as invertFp, multiply as multiplyFp, prepare, preparedSize } from "./fp";
import {
	add,
	addWide,
	elementSize as fp2Size,
	invert,
	multiply,
	negate,
	reduce,
	renew,
	scaleWide,
	squareOf,
	subtract,
} from "./fp2";
import { elementSize as fp6Size } from "./fp6";
import { pointSize } from "./g1";

/** |x|, the curve's parameter, of 64 bits (draft-irtf-cfrg-pairing-friendly-curves, section 4.2.1). */
export const parameter: u64 = 0xd201000000010000;

/** 63 doublings and 5 additions. */
const stepCount: usize = 68;
const stepSize: usize = 8 * fp2Size;

/** The two points of the twist, x and y of each. Filled in from outside. */
export const fixedPoints: usize = memory.data(512, 16);
/** The two points of G1, homogeneous and finite. */
export const points: usize = memory.data(2 * 192, 16);

const steps = heap.alloc(stepCount * stepSize);
const running = memory.data(512, 16);
const slopes = memory.data(256, 16);
const offsets = memory.data(256, 16);
const numerator = memory.data(128, 16);
const denominator = memory.data(128, 16);
const products = memory.data(4 * 272, 16);
const singles = memory.data(4 * 272, 16);
const scalar = memory.data(64, 16);
const inverse = memory.data(64, 16);
/** Y1, Y2, X1, X2. */
const scaled = memory.data(256, 16);
const wide = memory.data(512, 16);
const wide2 = memory.data(512, 16);

/** Computes the lines of both fixed points. */
export function prepareLines(): void {
	memory.copy(running, fixedPoints, 512);
	let step = steps;
	for (let bit = 62; bit >= 0; bit--) {
		doublePoint(0);
		doublePoint(1);
		storeStep(step);
		step += stepSize;
		if (((parameter >> bit) & 1) === 0) continue;
		addPoint(0);
		addPoint(1);
		storeStep(step);
		step += stepSize;
	}
}

/** The tangent, slope 3 x^2 / 2 y. */
function doublePoint(index: usize): void {
	const x = running + index * 2 * fp2Size;
	const y = x + fp2Size;
	squareOf(denominator, x);
	add(numerator, denominator, denominator);
	add(numerator, numerator, denominator);
	add(denominator, y, y);
	moveAlong(index, x);
}

/** The line through the running point and the fixed one. */
function addPoint(index: usize): void {
	const x = running + index * 2 * fp2Size;
	const fixed = fixedPoints + index * 2 * fp2Size;
	subtract(numerator, x + fp2Size, fixed + fp2Size);
	subtract(denominator, x, fixed);
	moveAlong(index, fixed);
}

/** The line of slope numerator / denominator through the running point, which becomes its sum with the point at `other`. */
function moveAlong(index: usize, other: usize): void {
	const x = running + index * 2 * fp2Size;
	const y = x + fp2Size;
	const slope = slopes + index * fp2Size;
	const offset = offsets + index * fp2Size;
	renew(numerator, numerator);
	renew(denominator, denominator);
	invert(slope, denominator);
	multiply(slope, numerator, slope);
	multiply(offset, slope, x);
	subtract(offset, offset, y);
	renew(offset, offset);
	// x' = slope^2 - x - other, y' = slope (x - x') - y = offset - slope x'
	squareOf(numerator, slope);
	subtract(numerator, numerator, x);
	subtract(numerator, numerator, other);
	renew(x, numerator);
	multiply(numerator, slope, x);
	subtract(y, offset, numerator);
	renew(y, y);
	negate(slope, slope);
}

function storeStep(step: usize): void {
	const beta1 = slopes;
	const beta2 = slopes + fp2Size;
	const gamma1 = offsets;
	const gamma2 = offsets + fp2Size;
	multiply(step, gamma1, gamma2);
	multiply(step + fp2Size, gamma1, beta2);
	multiply(step + 2 * fp2Size, beta1, gamma2);
	multiply(step + 3 * fp2Size, beta1, beta2);
	memory.copy(step + 4 * fp2Size, gamma1, 2 * fp2Size);
	memory.copy(step + 6 * fp2Size, beta1, 2 * fp2Size);
}

/** Makes ready what lines are scaled by: Y1 Y2, Y1 X2, X1 Y2, X1 X2 and Y1, Y2, X1, X2. */
export function preparePoints(): void {
	const y1 = points + fpSize;
	const y2 = points + pointSize + fpSize;
	// 1 / (y1 y2), of which both inverses follow. In homogeneous coordinates x / y is X / Y, and 1 / y is Z / Y.
	multiplyFp(scalar, y1, y2);
	invertFp(inverse, scalar);
	multiplyFp(scalar, inverse, y2);
	multiplyFp(scaled, scalar, points + 2 * fpSize);
	multiplyFp(scaled + 2 * fpSize, scalar, points);
	multiplyFp(scalar, inverse, y1);
	multiplyFp(scaled + fpSize, scalar, points + pointSize + 2 * fpSize);
	multiplyFp(scaled + 3 * fpSize, scalar, points + pointSize);
	for (let i: usize = 0; i < 4; i++) prepare(singles + i * preparedSize, scaled + i * fpSize);
	for (let i: usize = 0; i < 4; i++) {
		multiplyFp(scalar, scaled + (i & 2) * fpSize, scaled + (1 + 2 * (i & 1)) * fpSize);
		prepare(products + i * preparedSize, scalar);
	}
}

/** target = the product of both lines of a step; the coefficient of w in it stays as it is, zero. */
export function evaluateLines(target: usize, index: usize): void {
	const step = steps + index * stepSize;
	scaleWide(wide, step, products);
	// + xi = 1 + u
	store<i32>(wide, load<i32>(wide) + 1);
	store<i32>(wide + 256, load<i32>(wide + 256) + 1);
	reduce(target, wide);
	scaleSum(target + fp2Size, step + fp2Size, products + preparedSize);
	scaleWide(wide, step + 3 * fp2Size, products + 3 * preparedSize);
	reduce(target + 2 * fp2Size, wide);
	scaleSum(target + fp6Size + fp2Size, step + 4 * fp2Size, singles);
	scaleSum(target + fp6Size + 2 * fp2Size, step + 6 * fp2Size, singles + 2 * preparedSize);
}

/** target = the sum of two elements, one after the other, times two prepared reals. */
function scaleSum(target: usize, elements: usize, reals: usize): void {
	scaleWide(wide, elements, reals);
	scaleWide(wide2, elements + fp2Size, reals + preparedSize);
	addWide(wide, wide2);
	reduce(target, wide);
}
