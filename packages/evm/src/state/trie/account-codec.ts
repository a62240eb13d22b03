import type { Hash } from "../../bytes/address.js";
import { bytesToHex } from "../../bytes/hex.js";
import { bytesToBigInt } from "../../bytes/integer.js";
import { itemSize } from "./split-node.js";
import { InvalidNodeError } from "./trie-error.js";

/** What the state trie holds of an account, under the hash of its address (Yellow Paper, section 4.1). */
export interface AccountLeaf {
	readonly nonce: bigint;
	/** In wei. */
	readonly balance: bigint;
	readonly storageRoot: Hash;
	readonly codeHash: Hash;
}

/** The account's last two fields are hashes: 33 bytes each with their headers. */
const hashItemSize = 33;

/**
 * The account whose RLP this is.
 *
 * @throws {InvalidNodeError} it is no list of nonce, balance and two hashes in canonical form
 */
export function decodeAccount(value: Uint8Array): AccountLeaf {
	const storageAt = checkAccount(value);
	const nonceAt = value[0]! >= 0xf8 ? 2 : 1;
	const balanceAt = nonceAt + itemSize(value, nonceAt, storageAt);
	if (balanceAt >= storageAt || balanceAt + itemSize(value, balanceAt, storageAt) !== storageAt) throw notAnAccount();
	return {
		nonce: decodeInteger(value.subarray(nonceAt, balanceAt), 8),
		balance: decodeInteger(value.subarray(balanceAt, storageAt), 32),
		storageRoot: bytesToHex(value.subarray(storageAt + 1, storageAt + hashItemSize)),
		codeHash: bytesToHex(value.subarray(storageAt + hashItemSize + 1)),
	};
}

/** The storage root in an account's RLP, 32 bytes, as a view. @throws {InvalidNodeError} it is no account */
export function storageRootOf(value: Uint8Array): Uint8Array {
	const at = checkAccount(value) + 1;
	return value.subarray(at, at + 32);
}

/**
 * The value that the RLP in a storage trie stands for.
 *
 * @throws {InvalidNodeError} it is no integer above 0 of at most 32 bytes in canonical form
 */
export function decodeSlotValue(value: Uint8Array): bigint {
	const number = value.length > 0 && itemSize(value, 0, value.length) === value.length ? decodeInteger(value, 32) : 0n;
	if (number === 0n) throw new InvalidNodeError("A storage trie holds what is no value of a slot");
	return number;
}

/** Where the storage root's item begins. */
function checkAccount(value: Uint8Array): number {
	const at = value.length - 2 * hashItemSize;
	const isAccount = at > 2 && value[0]! >= 0xc0 && itemSize(value, 0, value.length) === value.length;
	if (!isAccount || value[at] !== 0xa0 || value[at + hashItemSize] !== 0xa0) throw notAnAccount();
	return at;
}

function notAnAccount(): InvalidNodeError {
	return new InvalidNodeError("The state trie holds what is no account");
}

/** An integer from its whole item: a byte below 0x80, or a string without leading zeros. */
function decodeInteger(item: Uint8Array, maxSize: number): bigint {
	const prefix = item[0]!;
	if (prefix < 0x80) {
		if (prefix === 0) throw new InvalidNodeError("An integer in a trie has leading zeros");
		return BigInt(prefix);
	}
	if (prefix > 0x80 + maxSize || item[1] === 0 || (prefix === 0x81 && item[1]! < 0x80)) {
		throw new InvalidNodeError("An integer in a trie is not in canonical form");
	}
	return bytesToBigInt(item.subarray(1));
}
