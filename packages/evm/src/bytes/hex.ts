import { BaseError } from "../errors/base-error.js";

/** Hexadecimal digits behind `0x`. The type says nothing about their number or case. */
export type Hex = `0x${string}`;

/** Text that should be hexadecimal bytes but is not. */
export class InvalidHexError extends BaseError {}

/** Character codes of the two digits of each byte. */
const highDigits: Uint8Array = new Uint8Array(256);
const lowDigits: Uint8Array = new Uint8Array(256);
for (let byte = 0; byte < 256; byte++) {
	highDigits[byte] = "0123456789abcdef".charCodeAt(byte >> 4);
	lowDigits[byte] = "0123456789abcdef".charCodeAt(byte & 15);
}

/** From this many bytes on, decoding an array of characters is faster than joining strings. */
const decodedSize = 1024;

/** Value of the hexadecimal digit with this character code; -1 for every other ASCII character. */
const digitValues: Int8Array = new Int8Array(128).fill(-1);
for (let value = 0; value < 16; value++) {
	const digit = value.toString(16);
	digitValues[digit.charCodeAt(0)] = value;
	digitValues[digit.toUpperCase().charCodeAt(0)] = value;
}

/** Value of a digit, negative when the character code is not one of a hexadecimal digit. */
function digitValue(charCode: number): number {
	return charCode < 128 ? digitValues[charCode]! : -1;
}

/** Lower-case hexadecimal digits of the bytes, two each, behind `0x`. */
export function bytesToHex(bytes: Uint8Array): Hex {
	const size = bytes.length;
	if (size >= decodedSize) return decodeDigits(bytes);
	let text = "0x";
	let i = 0;
	// Four bytes per call: the time goes into making and joining strings, not into the digits.
	for (; i + 4 <= size; i += 4) {
		const a = bytes[i]!;
		const b = bytes[i + 1]!;
		const c = bytes[i + 2]!;
		const d = bytes[i + 3]!;
		text += String.fromCharCode(
			highDigits[a]!,
			lowDigits[a]!,
			highDigits[b]!,
			lowDigits[b]!,
			highDigits[c]!,
			lowDigits[c]!,
			highDigits[d]!,
			lowDigits[d]!,
		);
	}
	for (; i < size; i++) text += String.fromCharCode(highDigits[bytes[i]!]!, lowDigits[bytes[i]!]!);
	return text as Hex;
}

function decodeDigits(bytes: Uint8Array): Hex {
	const digits = new Uint8Array(bytes.length * 2);
	for (let i = 0, at = 0; i < bytes.length; i++) {
		const byte = bytes[i]!;
		digits[at++] = highDigits[byte]!;
		digits[at++] = lowDigits[byte]!;
	}
	return `0x${new TextDecoder().decode(digits)}`;
}

/**
 * The bytes that `0x` and an even number of hexadecimal digits (any case) stand for.
 *
 * @throws {InvalidHexError} the prefix is missing, the number of digits is odd, or a character is not a digit
 */
export function hexToBytes(hex: string): Uint8Array {
	const bytes = new Uint8Array(checkHex(hex));
	readDigits(hex, bytes, 0);
	return bytes;
}

/**
 * As {@link hexToBytes}, into an array that has room for them.
 *
 * @returns how many bytes they are
 */
export function writeHexBytes(hex: string, target: Uint8Array, at: number): number {
	const size = checkHex(hex);
	if (at + size > target.length) throw new RangeError(`No room for ${size} bytes at ${at} of ${target.length}`);
	readDigits(hex, target, at);
	return size;
}

/** How many bytes the text stands for, if all of its characters are digits. */
function checkHex(hex: string): number {
	if (hex.charCodeAt(0) !== 0x30 || hex.charCodeAt(1) !== 0x78) {
		throw new InvalidHexError(`Hex must start with 0x: ${abbreviate(hex)}`);
	}
	if (hex.length % 2 !== 0) {
		throw new InvalidHexError(`Hex has an odd number of digits (${hex.length - 2}): ${abbreviate(hex)}`);
	}
	return (hex.length >> 1) - 1;
}

function readDigits(hex: string, bytes: Uint8Array, place: number): void {
	for (let i = place, at = 2; at < hex.length; i++, at += 2) {
		const value = (digitValue(hex.charCodeAt(at)) << 4) | digitValue(hex.charCodeAt(at + 1));
		// A digit value of -1 keeps all high bits set through shift and or.
		if (value < 0) {
			const position = digitValue(hex.charCodeAt(at)) < 0 ? at : at + 1;
			throw new InvalidHexError(
				`Not a hexadecimal digit: ${JSON.stringify(hex[position])} at position ${position} of ${abbreviate(hex)}`,
			);
		}
		bytes[i] = value;
	}
}

/** Whether {@link hexToBytes} accepts this text. */
export function isHex(text: string): text is Hex {
	return text.length % 2 === 0 && /^0x[0-9a-fA-F]*$/.test(text);
}

/** Text quoted for an error message, cut when it is long. */
function abbreviate(text: string): string {
	return JSON.stringify(text.length <= 48 ? text : `${text.slice(0, 40)}…`);
}
