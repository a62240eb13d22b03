// Who signed: the public key behind an ECDSA signature (SEC 1, section 4.1.6; Yellow Paper, appendix F).
import { loadBigEndian, storeBigEndian } from "../kernel/words/convert";
import { add, multiply, negate, setSmall, square, subtract } from "./field";
import { fromWord, isZero, prime, squareRoot, toWord } from "./field-word";
import { invert } from "./inverse";
import { addAffine, beta, copyEntry, double, entrySize, fillTable, image, scaleEntry } from "./point";
import { digitCount, digitsSize, isScalar, multiplyScalars, negateScalar, order, splitScalar, writeDigits } from "./scalar";

/** The hash, r and s, 32 bytes each, big endian. */
export const input: usize = memory.data(96, 16);
/** x and y of the public key, 32 bytes each, big endian. */
export const output: usize = memory.data(64, 16);

// As words: x and y of the generator G (SEC 2, section 2.4.1), and beta.
const generatorX: usize = memory.data<u64>([0x59f2815b16f81798, 0x029bfcdb2dce28d9, 0x55a06295ce870b07, 0x79be667ef9dcbbac], 16);
const generatorY: usize = memory.data<u64>([0x9c47d08ffb10d4b8, 0xfd17b448a6855419, 0x5da4fbfc0e1108a8, 0x483ada7726a3c465], 16);
const betaWord: usize = memory.data<u64>([0xc1396c28719501ee, 0x9cf0497512f58995, 0x6e64479eac3434e9, 0x7ae96a2b657c0710], 16);

const Y: usize = 48;
const Z: usize = 96;

// Digits of the scalars have these widths, and tables as many multiples as there are digits.
const FIXED_WIDTH: usize = 10;
const WIDTH: usize = 5;
const FIXED_COUNT: usize = 1 << (FIXED_WIDTH - 2);
const COUNT: usize = 1 << (WIDTH - 2);
/** Odd multiples of G: affine. */
const fixedTable: usize = memory.data(36864, 16);
/** Odd multiples of R, the point whose x is r, with `commonZ` for all. */
const table: usize = memory.data(1152, 16);
const commonZ: usize = memory.data(48, 16);

const x: usize = memory.data(48, 16);
const y: usize = memory.data(48, 16);
const left: usize = memory.data(48, 16);
const right: usize = memory.data(48, 16);
const hash: usize = memory.data(32, 16);
const r: usize = memory.data(32, 16);
const s: usize = memory.data(32, 16);
const inverse: usize = memory.data(32, 16);
const k1: usize = memory.data(32, 16);
const k2: usize = memory.data(32, 16);
const word: usize = memory.data(32, 16);
/** Digits for G, its image, R, its image. */
const digits: usize = memory.data(1088, 16);
const sum: usize = memory.data(144, 16);
const scaledZ: usize = memory.data(48, 16);

/** Fills the table of G: to be called once, before all else. */
export function prepare(): void {
	fromWord(beta, betaWord);
	fromWord(x, generatorX);
	fromWord(y, generatorY);
	fillTable(fixedTable, FIXED_COUNT, x, y, commonZ);
	invertElement(left, commonZ);
	square(right, left);
	for (let i: usize = 0; i < FIXED_COUNT; i++) {
		const entry = fixedTable + entrySize * i;
		scaleEntry(entry, left);
		multiply(entry + image, entry + image, right);
	}
}

/** Writes the key for `input`, with R's y odd or even, to `output`; false when there is none. */
export function recover(odd: bool): bool {
	loadBigEndian(hash, input);
	loadBigEndian(r, input + 32);
	loadBigEndian(s, input + 64);
	if (!isScalar(r) || !isScalar(s) || !findPoint(odd)) return false;
	// The key is (s R - hash G) / r.
	invert(inverse, r, order);
	multiplyScalars(s, s, inverse);
	multiplyScalars(hash, hash, inverse);
	negateScalar(hash, hash);
	writeSplitDigits(digits, hash, FIXED_WIDTH);
	writeSplitDigits(digits + 2 * digitsSize, s, WIDTH);
	fillTable(table, COUNT, x, y, commonZ);
	careful = false;
	sumMultiples();
	if (isZero(sum + Z)) {
		// A sum that the formulas leave out, and that only inputs made for it meet: once more, looking at every one.
		careful = true;
		sumMultiples();
		if (isInfinite) return false;
	}
	writeKey();
	return true;
}

/** (x, y) = R; false when r is no point's x. */
function findPoint(odd: bool): bool {
	fromWord(x, r);
	square(left, x);
	multiply(left, left, x);
	setSmall(right, 7);
	add(left, left, right);
	squareRoot(y, left);
	square(right, y);
	subtract(right, right, left);
	if (!isZero(right)) return false;
	toWord(word, y);
	if (((load<u32>(word) & 1) !== 0) !== odd) negate(y, y);
	return true;
}

function writeSplitDigits(target: usize, scalar: usize, width: usize): void {
	splitScalar(k1, k2, scalar);
	writeDigits(target, k1, width);
	writeDigits(target + digitsSize, k2, width);
}

/** Whether `sum` is infinity, as it is at first; its coordinates say nothing then. */
let isInfinite: bool = true;
/** Whether to look for the sums that the formulas leave out (see point.ts). */
let careful: bool = false;

/** sum = the multiples of G, R, and their images that the digits say, with the Z of the table of R left out. */
function sumMultiples(): void {
	isInfinite = true;
	for (let position = digitCount; position > 0; position--) {
		if (!isInfinite) double(sum);
		const digit = digits + 2 * (position - 1);
		addMultiple(load<i16>(digit), fixedTable, 0);
		addMultiple(load<i16>(digit + digitsSize), fixedTable, image);
		addMultiple(load<i16>(digit + 2 * digitsSize), table, 0);
		addMultiple(load<i16>(digit + 3 * digitsSize), table, image);
	}
}

/** sum += an odd multiple of a table's point, or of its image. */
function addMultiple(digit: i32, multiples: usize, coordinate: usize): void {
	if (digit === 0) return;
	const entry = multiples + entrySize * (<usize>abs(digit) >> 1);
	const entryX = entry + coordinate;
	const entryY = entry + Y;
	// All but G's are on the curve where the table's points are affine.
	const isFixed = multiples === fixedTable;
	if (isInfinite) {
		copyEntry(sum, entryX, entryY, digit < 0);
		if (isFixed) scaleEntry(sum, commonZ);
		isInfinite = false;
		return;
	}
	let z = sum + Z;
	if (isFixed) {
		multiply(scaledZ, z, commonZ);
		z = scaledZ;
	}
	if (careful && addSpecial(entryX, entryY, z, digit < 0)) return;
	addAffine(sum, entryX, entryY, z, digit < 0);
}

/** What `addAffine` leaves out: the sum of a point and itself, or its negative. False, and nothing is done, when it is neither. */
function addSpecial(entryX: usize, entryY: usize, z: usize, negative: bool): bool {
	square(left, z);
	multiply(right, left, entryX);
	subtract(right, right, sum);
	if (!isZero(right)) return false;
	multiply(left, left, z);
	multiply(right, left, entryY);
	if (negative) negate(right, right);
	subtract(right, right, sum + Y);
	if (isZero(right)) double(sum);
	else isInfinite = true;
	return true;
}

function writeKey(): void {
	multiply(right, sum + Z, commonZ);
	invertElement(left, right);
	square(right, left);
	multiply(x, sum, right);
	multiply(right, right, left);
	multiply(y, sum + Y, right); // 3, 1
	toWord(word, x);
	storeBigEndian(output, word);
	toWord(word, y);
	storeBigEndian(output + 32, word);
}

/** target = 1 / a. */
function invertElement(target: usize, a: usize): void {
	toWord(word, a);
	invert(word, word, prime);
	fromWord(target, word);
}
