// Numbers modulo the curve's order n (SEC 2, section 2.4.1), as words, and how a product with one is split up.
import { subtract } from "../kernel/words/add";
import { isLess } from "../kernel/words/compare";
import { copyWord, isZeroWord, setZero } from "../kernel/words/convert";
import { mulmod } from "../kernel/words/modular";
import { multiply } from "../kernel/words/mul";
import { multiplyWide } from "../kernel/words/wide";

/** n, as a word. */
export const order: usize = memory.data<u64>([0xbfd25e8cd0364141, 0xbaaedce6af48a03b, 0xfffffffffffffffe, 0xffffffffffffffff], 16);

const operands: usize = memory.data(96, 16);

/** target = a b modulo n. */
export function multiplyScalars(target: usize, a: usize, b: usize): void {
	copyWord(operands + 64, a);
	copyWord(operands + 32, b);
	copyWord(operands, order);
	mulmod(operands + 64);
	copyWord(target, operands);
}

/** target = -a modulo n, for an a below n. */
export function negateScalar(target: usize, a: usize): void {
	if (isZeroWord(a)) setZero(target);
	else subtract(target, order, a);
}

/** Whether the word is at least 1 and below n. */
export function isScalar(word: usize): bool {
	return !isZeroWord(word) && isLess(word, order);
}

/*
 * The curve's endomorphism (x, y) -> (beta x, y) multiplies points by lambda, a cube root of 1 modulo n. k1 + k2 lambda = k with k1
 * and k2 of 128 bits halves the doublings ("Guide to Elliptic Curve Cryptography", algorithm 3.74). (a1, b1) and (a2, b2) are short
 * vectors with a + b lambda = 0; k1 = k - c1 a1 - c2 a2 and k2 = -c1 b1 - c2 b2, where c1 = b2 k / n and c2 = -b1 k / n, rounded,
 * as products with 2^384 b2 / n and -2^384 b1 / n.
 */
const a1: usize = memory.data<u64>([0xe86c90e49284eb15, 0x3086d221a7d46bcd, 0, 0], 16);
const a2: usize = memory.data<u64>([0x57c1108d9d44cfd8, 0x14ca50f7a8e2f3f6, 1, 0], 16);
const minusB1: usize = memory.data<u64>([0x6f547fa90abfe4c3, 0xe4437ed6010e8828, 0, 0], 16);
const b2: usize = a1;
const scaledB2: usize = memory.data<u64>([0xe893209a45dbb031, 0x3daa8a1471e8ca7f, 0xe86c90e49284eb15, 0x3086d221a7d46bcd], 16);
const scaledMinusB1: usize = memory.data<u64>([0x1571b4ae8ac47f71, 0x221208ac9df506c6, 0x6f547fa90abfe4c4, 0xe4437ed6010e8828], 16);

const c1: usize = memory.data(32, 16);
const c2: usize = memory.data(32, 16);
const wide: usize = memory.data(64, 16);
const product: usize = memory.data(32, 16);

/** k1 + k2 lambda = k modulo n; both are below 2^128 with any sign, in two's complement. */
export function splitScalar(k1: usize, k2: usize, k: usize): void {
	multiplyShifted(c1, k, scaledB2);
	multiplyShifted(c2, k, scaledMinusB1);
	multiply(product, c1, a1);
	subtract(k1, k, product);
	multiply(product, c2, a2);
	subtract(k1, k1, product);
	multiply(k2, c1, minusB1);
	multiply(product, c2, b2);
	subtract(k2, k2, product);
}

/** target = a b / 2^384, rounded. */
function multiplyShifted(target: usize, a: usize, b: usize): void {
	multiplyWide(wide, a, b);
	const low = load<u64>(wide, 48);
	const sum = low + (load<u64>(wide, 40) >> 63);
	setZero(target);
	store<u64>(target, sum);
	store<u64>(target, load<u64>(wide, 56) + u64(sum < low), 8);
}

/** Digits of a split scalar, one for each of its bits and one for a carry. */
export const digitCount: usize = 130;
export const digitsSize: usize = 272;

const magnitude: usize = memory.data(40, 16);

/**
 * The signed digits (16 bits each) of a number below 2^128 with any sign: their sum times powers of two is the number. Those that
 * are not zero are odd, below 2^(width - 1), and at least `width` positions apart (the same book, algorithm 3.35).
 */
export function writeDigits(target: usize, scalar: usize, width: usize): void {
	memory.fill(target, 0, digitsSize);
	const negative = load<i64>(scalar, 24) < 0;
	if (negative) {
		setZero(magnitude);
		subtract(magnitude, magnitude, scalar);
	} else {
		copyWord(magnitude, scalar);
	}
	let carry: i32 = 0;
	let position: usize = 0;
	while (position < digitCount) {
		if (bitsAt(position, 1) === carry) {
			position++;
			continue;
		}
		let digit = bitsAt(position, width) + carry;
		carry = (digit >> (<i32>width - 1)) & 1;
		digit -= carry << <i32>width;
		store<i16>(target + 2 * position, <i16>(negative ? -digit : digit));
		position += width;
	}
}

/** Bits of the magnitude, from a position below 192 on. */
@inline
function bitsAt(position: usize, width: usize): i32 {
	const at = magnitude + ((position >> 6) << 3);
	const shift: u64 = position & 63;
	let bits = load<u64>(at) >> shift;
	if (shift !== 0) bits |= load<u64>(at, 8) << (64 - shift);
	return <i32>bits & ((1 << <i32>width) - 1);
}
