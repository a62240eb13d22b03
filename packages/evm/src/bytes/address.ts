import { BaseError } from "../errors/base-error.js";
import { bytesToHex, type Hex } from "./hex.js";

/** An account's address: `0x` and 40 lower-case digits. Make one with {@link parseAddress}. */
export type Address = Hex;

/** 32 bytes, usually a keccak256 hash: `0x` and 64 lower-case digits. */
export type Hash = Hex;

/** Text, bytes or a number that is not an address. */
export class InvalidAddressError extends BaseError {}

/** The address of 20 zero bytes. */
export const zeroAddress: Address = "0x0000000000000000000000000000000000000000";

const addressPattern = /^0x[0-9a-fA-F]{40}$/;

/**
 * An address from text in any case. The mixed-case checksum (EIP-55) is not checked.
 *
 * @throws {InvalidAddressError} the text is not `0x` and 40 hexadecimal digits
 */
export function parseAddress(text: string): Address {
	if (!addressPattern.test(text)) {
		throw new InvalidAddressError(
			`Not an address (0x and 40 hexadecimal digits): ${JSON.stringify(text.slice(0, 64))}`,
		);
	}
	return text.toLowerCase() as Address;
}

/**
 * An address from its 20 bytes.
 *
 * @throws {InvalidAddressError} there are not 20 bytes
 */
export function bytesToAddress(bytes: Uint8Array): Address {
	if (bytes.length !== 20) throw new InvalidAddressError(`An address has 20 bytes, not ${bytes.length}`);
	return bytesToHex(bytes);
}

/**
 * The address whose value as a big-endian integer is `n`, as those of precompiles are given.
 *
 * @throws {InvalidAddressError} the number is negative or not an exact integer
 */
export function numberToAddress(n: number): Address {
	if (!Number.isSafeInteger(n) || n < 0) throw new InvalidAddressError(`Not the number of an address: ${n}`);
	return `0x${n.toString(16).padStart(40, "0")}`;
}
