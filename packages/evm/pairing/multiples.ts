// Multiples of points of G1, by way of its endomorphism: (beta x, y) is the point times -x^2, x being the curve's parameter.
import { elementSize, negate } from "./fp";
import { addPoints, clearPoint, doublePoint, endomorphism, pointSize } from "./g1";
import { parameter } from "./lines";

/** Two points of G1 that are multiplied. Filled in from outside. */
export const bases: usize = memory.data(2 * 192, 16);
/**
 * What they are multiplied by, modulo and divided by x^2, of the first point and then of the second: 16 bytes each, big endian.
 * Filled in from outside.
 */
export const scalars: usize = memory.data(64, 16);

/** Room for a point. */
export const scratch: usize = memory.data(192, 16);

const windowBits: u32 = 4;
const entryCount: usize = 16;
const tableSize: usize = entryCount * pointSize;

/** 0 to 15 times each base and [x^2] base. */
const tables = heap.alloc(4 * tableSize);
const once = memory.data(192, 16);
const twice = memory.data(192, 16);

/** target = [|x|] a; not in place. */
function timesParameter(target: usize, a: usize): void {
	memory.copy(target, a, pointSize);
	for (let bit = 62; bit >= 0; bit--) {
		doublePoint(target, target);
		if ((parameter >> bit) & 1) addPoints(target, target, a);
	}
}

/**
 * target = [x^2] a + (beta x, y), which is infinity exactly for the points of G1: the endomorphism that this is has the degree
 * x^4 - x^2 + 1, the order of G1, so that no more points can be mapped to infinity.
 */
export function leaveGroup(target: usize, a: usize): void {
	timesParameter(once, a);
	timesParameter(twice, once);
	endomorphism(once, a);
	addPoints(target, twice, once);
}

/** Fills the table of a base, and that of [x^2] base, which is (beta x, -y), the next one. */
export function prepareBase(index: usize): void {
	const table = tables + 2 * index * tableSize;
	clearPoint(table);
	clearPoint(table + tableSize);
	const base = bases + index * pointSize;
	for (let i: usize = 1; i < entryCount; i++) {
		const entry = table + i * pointSize;
		addPoints(entry, entry - pointSize, base);
		endomorphism(entry + tableSize, entry);
		negate(entry + tableSize + elementSize, entry + tableSize + elementSize);
	}
}

/** target += the sum of both bases' products, four bits of all scalars at a time (Straus, Shamir). */
export function sumProducts(target: usize): void {
	clearPoint(once);
	for (let i: u32 = 0; i < 128; i += windowBits) {
		for (let j: u32 = 0; j < windowBits; j++) doublePoint(once, once);
		for (let k: usize = 0; k < 4; k++) {
			const byte = load<u8>(scalars + 16 * k + (i >> 3));
			const digit: usize = (i & 4) === 0 ? byte >> 4 : byte & 15;
			if (digit !== 0) addPoints(once, once, tables + k * tableSize + digit * pointSize);
		}
	}
	addPoints(target, target, once);
}
