import { InvalidNodeError } from "./trie-error.js";

/** Items of a branch: sixteen references and a value. */
export const branchItems = 17;

/** An item that is a hash: this header, then 32 bytes. */
export const hashHeader = 0xa0;

/** An item that is empty: no child, no value. */
export const emptyItem = 0x80;

/**
 * Finds the items of the node whose RLP is `bytes` from `start` to `end` (exclusive): two of a leaf or an extension,
 * seventeen of a branch (Yellow Paper, appendix D).
 *
 * @param offsets where the items' encodings begin, and, behind the last, where it ends; has room for 18
 * @returns how many there are, 2 or 17
 * @throws {InvalidNodeError} it is no such list
 */
export function splitNode(bytes: Uint8Array, start: number, end: number, offsets: Int32Array): 2 | 17 {
	let at = start + 1;
	const prefix = start < end ? bytes[start]! : 0;
	if (prefix >= 0xf8) at += prefix - 0xf7;
	if (prefix < 0xc0 || start + itemSize(bytes, start, end) !== end)
		throw new InvalidNodeError("A trie node is not a list");
	let count = 0;
	for (; at < end && count < branchItems; count++) {
		offsets[count] = at;
		at += itemSize(bytes, at, end);
	}
	offsets[count] = at;
	if (at !== end || (count !== 2 && count !== branchItems)) {
		throw new InvalidNodeError(`A trie node has ${branchItems} or 2 items, not ${at < end ? "more" : count}`);
	}
	return count;
}

/** Size of the encoded item at `at`, its header included. */
export function itemSize(bytes: Uint8Array, at: number, end: number): number {
	const prefix = bytes[at]!;
	let size = 1;
	if (prefix >= 0xf8) size = 1 + longSize(bytes, at, end, prefix - 0xf7);
	else if (prefix >= 0xc0) size = 1 + prefix - 0xc0;
	else if (prefix >= 0xb8) size = 1 + longSize(bytes, at, end, prefix - 0xb7);
	else if (prefix >= 0x80) size = 1 + prefix - 0x80;
	if (size > end - at) throw new InvalidNodeError("An item of a trie node runs past its end");
	return size;
}

function longSize(bytes: Uint8Array, at: number, end: number, lengthSize: number): number {
	let length = 0;
	// Above 2^53 the number is inexact but stays larger than any node.
	for (let i = 1; i <= lengthSize && at + i < end; i++) length = length * 256 + bytes[at + i]!;
	return lengthSize + length;
}

/**
 * The content of the byte string encoded from `start` to `end`, as a view.
 *
 * @throws {InvalidNodeError} it is a list
 */
export function stringContent(bytes: Uint8Array, start: number, end: number): Uint8Array {
	const prefix = bytes[start]!;
	if (prefix >= 0xc0) throw new InvalidNodeError("A path or value in a trie node is a list");
	if (prefix < 0x80) return bytes.subarray(start, end);
	return bytes.subarray(start + 1 + (prefix >= 0xb8 ? prefix - 0xb7 : 0), end);
}

/**
 * Checks that an item refers to a node: a hash, or a whole node shorter than 32 bytes.
 *
 * @returns whether it is a hash
 * @throws {InvalidNodeError} it is anything else
 */
export function isHashReference(bytes: Uint8Array, start: number, end: number): boolean {
	const prefix = bytes[start]!;
	if (prefix === hashHeader && end - start === 33) return true;
	if (prefix < 0xc0 || end - start >= 32) throw new InvalidNodeError("A trie node refers to what is no node");
	return false;
}
