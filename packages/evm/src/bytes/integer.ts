import { BaseError } from "../errors/base-error.js";
import { emptyBytes } from "./bytes.js";
import { bytesToHex, hexToBytes } from "./hex.js";

/** An integer that is negative or needs more bytes than there is room for. */
export class IntegerOutOfRangeError extends BaseError {}

/** A 256-bit word through which values pass as four 64-bit integers: the fastest way between bytes and bigint. */
const word: Uint8Array = new Uint8Array(32);
const wordView: DataView = new DataView(word.buffer);

const maxUint48 = 0xffffffffffffn;
const maxUint64 = 0xffffffffffffffffn;

/** The unsigned big-endian integer that the bytes stand for; no bytes are 0. Leading zeros are allowed. */
export function bytesToBigInt(bytes: Uint8Array): bigint {
	const size = bytes.length;
	// Up to six bytes fit a number exactly.
	if (size <= 6) {
		let value = 0;
		for (let i = 0; i < size; i++) value = value * 256 + bytes[i]!;
		return BigInt(value);
	}
	if (size > 32) return BigInt(bytesToHex(bytes));
	word.fill(0, 0, 32 - size);
	word.set(bytes, 32 - size);
	const low = wordView.getBigUint64(24);
	if (size <= 8) return low;
	const lowHalf = (wordView.getBigUint64(16) << 64n) | low;
	if (size <= 16) return lowHalf;
	return (((wordView.getBigUint64(0) << 64n) | wordView.getBigUint64(8)) << 128n) | lowHalf;
}

/**
 * Big-endian bytes of an unsigned integer, padded with leading zeros to `size` bytes.
 *
 * @throws {IntegerOutOfRangeError} the value is negative or does not fit
 */
export function bigIntToBytes(value: bigint, size: number): Uint8Array {
	checkUnsigned(value);
	if (value >> BigInt(size * 8) !== 0n) {
		throw new IntegerOutOfRangeError(`Integer does not fit ${size} bytes: 0x${value.toString(16)}`);
	}
	if (size <= 32) {
		fillWord(value);
		return word.slice(32 - size);
	}
	const bytes = new Uint8Array(size);
	const significant = bigIntToMinimalBytes(value);
	bytes.set(significant, size - significant.length);
	return bytes;
}

/**
 * Big-endian bytes of an unsigned integer without leading zeros; 0 is no bytes. This is the form RLP wants of integers
 * (Yellow Paper, appendix B).
 *
 * @throws {IntegerOutOfRangeError} the value is negative
 */
export function bigIntToMinimalBytes(value: bigint): Uint8Array {
	if (value === 0n) return emptyBytes;
	checkUnsigned(value);
	if (value <= maxUint48) return smallToBytes(Number(value));
	if (value >> 256n !== 0n) {
		const digits = value.toString(16);
		return hexToBytes(digits.length % 2 === 0 ? `0x${digits}` : `0x0${digits}`);
	}
	fillWord(value);
	let start = 0;
	while (word[start] === 0) start++;
	return word.slice(start);
}

/** An integer above 0 and below 2^48: most are, and numbers are faster than the word. */
function smallToBytes(value: number): Uint8Array {
	let size = 1;
	for (let rest = value; rest >= 256; rest = Math.floor(rest / 256)) size++;
	const bytes = new Uint8Array(size);
	let rest = value;
	for (let i = size - 1; i >= 0; i--) {
		bytes[i] = rest;
		rest = Math.floor(rest / 256);
	}
	return bytes;
}

/** Puts a value below 2^256 into the word. */
function fillWord(value: bigint): void {
	// setBigUint64 takes the low 64 bits of what it gets.
	wordView.setBigUint64(24, value);
	if (value <= maxUint64) {
		word.fill(0, 0, 24);
		return;
	}
	wordView.setBigUint64(16, value >> 64n);
	wordView.setBigUint64(8, value >> 128n);
	wordView.setBigUint64(0, value >> 192n);
}

function checkUnsigned(value: bigint): void {
	if (value < 0n) throw new IntegerOutOfRangeError(`A negative integer has no unsigned encoding: ${value}`);
}
