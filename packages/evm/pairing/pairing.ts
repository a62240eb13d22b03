// The product of two pairings e(P1, Q1) e(P2, Q2) on BLS12-381, up to a cube, which is one when the product is.
import {
	conjugate,
	cyclotomicSquare,
	elementSize,
	frobenius,
	invert,
	multiply,
	squareOf,
} from "./fp12";
import { evaluateLines, parameter, preparePoints } from "./lines";

/** Where {@link pair} leaves its result. */
export const pairingResult: usize = memory.data(768, 16);

const line = memory.data(768, 16);
const m = memory.data(768, 16);
const a = memory.data(768, 16);
const b = memory.data(768, 16);
const c = memory.data(768, 16);

/** The result for the points and the lines that are set: one exactly when the product of the pairings is. */
export function pair(): void {
	preparePoints();
	millerLoop(m);
	finalExponentiation(pairingResult);
}

/** Both Miller loops, up to factors that the final exponentiation removes, and conjugated: the parameter is negative. */
function millerLoop(target: usize): void {
	evaluateLines(target, 0);
	memory.fill(target + elementSize / 2, 0, elementSize / 6);
	let index: usize = 1;
	// The first doubling squares one; the loop goes on with its addition, for the parameter's second bit is set.
	evaluateLines(line, index++);
	multiply(target, target, line);
	for (let bit = 61; bit >= 0; bit--) {
		squareOf(target, target);
		evaluateLines(line, index++);
		multiply(target, target, line);
		if (((parameter >> bit) & 1) === 0) continue;
		evaluateLines(line, index++);
		multiply(target, target, line);
	}
}

/** target = a^|x|, for an a of the cyclotomic subgroup; not in place. */
function power(target: usize, a: usize): void {
	memory.copy(target, a, elementSize);
	for (let bit = 62; bit >= 0; bit--) {
		cyclotomicSquare(target, target);
		if ((parameter >> bit) & 1) multiply(target, target, a);
	}
}

/**
 * target = m to the power 3 (p^12 - 1) / r, which is (p^6 - 1) (p^2 + 1) ((x - 1)^2 (x + p) (x^2 + p^2 - 1) + 3)
 * (D. Hayashida, K. Hayasaka, T. Teruya, "Efficient Final Exponentiation via Cyclotomic Structure for Pairings over Families of
 * Elliptic Curves", 2020). With the parameter x negative, a^x is the conjugate of a^|x|.
 */
function finalExponentiation(target: usize): void {
	// m^(p^6 - 1), then to the power p^2 + 1
	invert(a, m);
	conjugate(b, m);
	multiply(a, a, b);
	frobenius(m, a);
	frobenius(m, m);
	multiply(m, m, a);
	// a = m^(x - 1), b = a^(x - 1)
	powerLessOne(a, m);
	powerLessOne(b, a);
	// a = b^(x + p)
	power(a, b);
	conjugate(a, a);
	frobenius(c, b);
	multiply(a, a, c);
	// b = a^(x^2 + p^2 - 1)
	power(c, a);
	power(b, c);
	frobenius(c, a);
	frobenius(c, c);
	multiply(b, b, c);
	conjugate(a, a);
	multiply(b, b, a);
	// m^3
	cyclotomicSquare(a, m);
	multiply(a, a, m);
	multiply(target, a, b);
}

/** target = a^(x - 1), the conjugate of a^(|x| + 1). */
function powerLessOne(target: usize, a: usize): void {
	power(target, a);
	multiply(target, target, a);
	conjugate(target, target);
}
