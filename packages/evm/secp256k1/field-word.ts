// Between elements of the field and words: 256 bits, four limbs of 64, the lowest first, as the kernel has them.
import { isZeroWord } from "../kernel/words/convert";
import { copy, multiply, renew, square } from "./field";

/** p = 2^256 - 2^32 - 977, as a word. */
export const prime: usize = memory.data<u64>([0xfffffffefffffc2f, 0xffffffffffffffff, 0xffffffffffffffff, 0xffffffffffffffff], 16);

const MASK: i64 = (1 << 29) - 1;
/** The ninth digit has the 24 bits that are left of 256. */
const TOP_MASK: i64 = (1 << 24) - 1;
const digits: usize = memory.data(72, 16);
const word: usize = memory.data(32, 16);

/** target = the element whose number the word is, of size 1. */
export function fromWord(target: usize, source: usize): void {
	for (let i: usize = 0; i < 9; i++) {
		const bit = 29 * <u32>i;
		const at = source + ((bit >> 6) << 3);
		const shift: u64 = bit & 63;
		let digit = load<u64>(at) >> shift;
		if (shift > 35 && i < 8) digit |= load<u64>(at, 8) << (64 - shift);
		store<u32>(target + 4 * i, <u32>digit & <u32>MASK);
	}
	renew(target, target);
}

/** target = the least number that is congruent to the element, as a word. */
export function toWord(target: usize, a: usize): void {
	for (let i: usize = 0; i < 9; i++) store<i64>(digits + 8 * i, load<i32>(a + 4 * i));
	// The first pass leaves a number between -2^38 and 2^256 + 2^38, the second one from 0 to 2^256, the third its digits.
	foldTop();
	foldTop();
	foldTop();
	memory.fill(target, 0, 32);
	for (let i: usize = 0; i < 9; i++) {
		const bit = 29 * <u32>i;
		const at = target + ((bit >> 6) << 3);
		const shift: u64 = bit & 63;
		const digit = load<u64>(digits + 8 * i);
		store<u64>(at, load<u64>(at) | (digit << shift));
		if (shift > 35 && i < 8) store<u64>(at, digit >> (64 - shift), 8);
	}
	subtractPrime(target);
}

/** Carries from digit to digit, and folds what is 2^256 and more: 2^256 = 2^32 + 977 (mod p). */
function foldTop(): void {
	let carry: i64 = 0;
	for (let i: usize = 0; i < 8; i++) {
		const sum = load<i64>(digits + 8 * i) + carry;
		store<i64>(digits + 8 * i, sum & MASK);
		carry = sum >> 29;
	}
	const top = load<i64>(digits, 64) + carry;
	store<i64>(digits, top & TOP_MASK, 64);
	carry = top >> 24;
	store<i64>(digits, load<i64>(digits) + carry * 977);
	store<i64>(digits, load<i64>(digits, 8) + (carry << 3), 8);
}

/** A number from p on is less than 2^33 above it, so that its upper limbs are full. */
function subtractPrime(number: usize): void {
	const low = load<u64>(number);
	const upper = load<u64>(number, 8) & load<u64>(number, 16) & load<u64>(number, 24);
	if (upper !== u64.MAX_VALUE || low < load<u64>(prime)) return;
	memory.fill(number, 0, 32);
	store<u64>(number, low - load<u64>(prime));
}

/** Whether the element is zero modulo p. */
export function isZero(a: usize): bool {
	toWord(word, a);
	return isZeroWord(word);
}

const x2: usize = memory.data(48, 16);
const x3: usize = memory.data(48, 16);
const x22: usize = memory.data(48, 16);
const x44: usize = memory.data(48, 16);
const x88: usize = memory.data(48, 16);
const power: usize = memory.data(48, 16);
const saved: usize = memory.data(48, 16);

/** power = power^(2^times) factor. */
function squareTimes(times: i32, factor: usize): void {
	for (let i = 0; i < times; i++) square(power, power);
	multiply(power, power, factor);
}

/**
 * target = a^((p + 1) / 4), which is a square root of a if there is one, because p = 3 (mod 4). The exponent's bits are
 * 223 ones, a zero, 22 ones, four zeros, two ones, two zeros; `x22` is a to the power with 22 ones, and so on. For a of size 1.
 */
export function squareRoot(target: usize, a: usize): void {
	copy(power, a);
	squareTimes(1, a);
	copy(x2, power);
	squareTimes(1, a);
	copy(x3, power);
	squareTimes(3, x3);
	squareTimes(3, x3); // 9
	squareTimes(2, x2); // 11
	copy(saved, power);
	squareTimes(11, saved);
	copy(x22, power);
	squareTimes(22, x22);
	copy(x44, power);
	squareTimes(44, x44);
	copy(x88, power);
	squareTimes(88, x88); // 176
	squareTimes(44, x44); // 220
	squareTimes(3, x3); // 223
	squareTimes(23, x22);
	squareTimes(6, x2);
	square(power, power);
	square(target, power);
}
