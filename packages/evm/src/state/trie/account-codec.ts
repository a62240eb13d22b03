import type { Hash } from "../../bytes/address.js";
import { bytesToHex } from "../../bytes/hex.js";
import { bigIntToMinimalBytes, bytesToBigInt, IntegerOutOfRangeError } from "../../bytes/integer.js";
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

/** Room for an account: two bytes of header, nonce, balance, two hashes. */
const scratch: Uint8Array = new Uint8Array(2 + 9 + hashItemSize + 2 * hashItemSize);

/**
 * The RLP of an account: list of nonce, balance, storage root and code hash.
 *
 * @param storageRoot 32 bytes, as `codeHash`
 * @throws {IntegerOutOfRangeError} a number is negative, the nonce has more than 64 bits or the balance more than 256
 */
export function encodeAccountLeaf(
	nonce: bigint,
	balance: bigint,
	storageRoot: Uint8Array,
	codeHash: Uint8Array,
): Uint8Array {
	// The payload has 68 bytes or more: its header is always two bytes long.
	let at = writeInteger(2, nonce, 8);
	at = writeInteger(at, balance, 32);
	at = writeHash(at, storageRoot);
	at = writeHash(at, codeHash);
	scratch[0] = 0xf8;
	scratch[1] = at - 2;
	return scratch.slice(0, at);
}

function writeHash(at: number, hash: Uint8Array): number {
	scratch[at] = 0xa0;
	for (let i = 0; i < 32; i++) scratch[at + 1 + i] = hash[i]!;
	return at + hashItemSize;
}

function writeInteger(at: number, value: bigint, maxSize: number): number {
	if (value >= 0n && value < 0x80n) {
		scratch[at] = value === 0n ? 0x80 : Number(value);
		return at + 1;
	}
	const bytes = bigIntToMinimalBytes(value);
	const size = bytes.length;
	if (size > maxSize)
		throw new IntegerOutOfRangeError(`Integer does not fit ${maxSize} bytes: 0x${value.toString(16)}`);
	scratch[at] = 0x80 + size;
	for (let i = 0; i < size; i++) scratch[at + 1 + i] = bytes[i]!;
	return at + 1 + size;
}

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
