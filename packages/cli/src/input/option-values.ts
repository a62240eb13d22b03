import { InputError, UsageError } from "../errors.js";

const maxUint256 = (1n << 256n) - 1n;
/** Gas limits are signed 64-bit numbers in the engine. */
const maxGas = (1n << 63n) - 1n;

/**
 * An unsigned number in decimal, or in hexadecimal with 0x.
 *
 * @param what - the option, for messages
 */
export function parseUnsigned(text: string, what: string, max: bigint): bigint {
	const trimmed = text.trim();
	if (/^-\s*(0x[0-9a-f]+|\d+)$/i.test(trimmed)) throw new InputError(`${what} cannot be negative: ${abbreviate(text)}`);
	if (!/^(0x[0-9a-f]+|\d+)$/i.test(trimmed)) {
		throw new InputError(`${what} is not a number (decimal, or hexadecimal with 0x): "${abbreviate(text)}"`);
	}
	const value = trimmed.length > 100 ? max + 1n : BigInt(trimmed);
	if (value > max) throw new InputError(`${what} is out of range: ${abbreviate(text)} is more than ${max}`);
	return value;
}

export function parseGas(text: string): bigint {
	return parseUnsigned(text, "--gas", maxGas);
}

export function parseWei(text: string, what: string): bigint {
	return parseUnsigned(text, what, maxUint256);
}

/** An address; a short one is filled with zeros on the left, as go-ethereum does. */
export function parseAddressText(text: string, what: string): `0x${string}` {
	const digits = text.trim().replace(/^0x/i, "");
	if (!/^[0-9a-f]{1,40}$/i.test(digits)) {
		throw new InputError(`${what} is not an address (0x and up to 40 hexadecimal digits): "${abbreviate(text)}"`);
	}
	return `0x${digits.toLowerCase().padStart(40, "0")}`;
}

/** Bytes in hexadecimal, with or without 0x; blanks and line ends do not count. */
export function parseHexText(text: string, what: string): Uint8Array {
	const digits = text.replace(/\s+/g, "").replace(/^0x/i, "");
	const wrong = /[^0-9a-f]/i.exec(digits);
	if (wrong !== null) {
		throw new InputError(
			`${what} is not hexadecimal: "${wrong[0]}" at digit ${wrong.index + 1} of ${abbreviate(digits)}`,
		);
	}
	if (digits.length % 2 !== 0) {
		throw new InputError(`${what} has an odd number of hexadecimal digits (${digits.length}): ${abbreviate(digits)}`);
	}
	return new Uint8Array(Buffer.from(digits, "hex"));
}

/** As Go's flags have it. */
export function parseBoolean(text: string): boolean {
	if (/^(1|t|true)$/i.test(text)) return true;
	if (/^(0|f|false)$/i.test(text)) return false;
	throw new UsageError(`a switch is "true" or "false", not "${abbreviate(text)}"`);
}

/** Text for a message, cut when it is long. */
export function abbreviate(text: string): string {
	return text.length <= 48 ? text : `${text.slice(0, 40)}…`;
}
