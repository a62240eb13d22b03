import { nibbleAt } from "./hex-prefix.js";
import { InvalidNodeError } from "./trie-error.js";

// The hex-prefix encoded path of a leaf or extension (Yellow Paper, appendix C) is used where it stands in the node: `bytes`
// from `at`, where its flags are, to `end`.

/**
 * Where the path begins in the first item of a leaf or extension, which is `bytes` from `start` to `end`.
 *
 * @throws {InvalidNodeError} it is a list, the flags are none, or padding is not zero
 */
export function findPath(bytes: Uint8Array, start: number, end: number): number {
	const prefix = bytes[start]!;
	let at = start;
	if (prefix >= 0xc0) throw new InvalidNodeError("A trie node's path is a list");
	if (prefix >= 0xb8) at += prefix - 0xb6;
	else if (prefix >= 0x80) at++;
	const flags = at < end ? bytes[at]! : 0xff;
	if (flags >= 0x40 || ((flags & 0x10) === 0 && (flags & 0x0f) !== 0)) {
		throw new InvalidNodeError("A trie node's path has wrong flags");
	}
	return at;
}

/** Whether a path is that of a leaf. */
export function isLeafPath(bytes: Uint8Array, at: number): boolean {
	return (bytes[at]! & 0x20) !== 0;
}

/** Number of a path's nibbles. */
export function pathLength(bytes: Uint8Array, at: number, end: number): number {
	return (end - at) * 2 - ((bytes[at]! & 0x10) !== 0 ? 1 : 2);
}

/** A path's nibbles, one per byte. */
export function unpackPath(bytes: Uint8Array, at: number, end: number): Uint8Array {
	const size = pathLength(bytes, at, end);
	const nibbles = new Uint8Array(size);
	const first = end * 2 - size;
	for (let i = 0; i < size; i++) nibbles[i] = nibbleAt(bytes, first + i);
	return nibbles;
}

/** How many nibbles a path and a key have in common, the key from its nibble `depth` on. */
export function sharedWithKey(bytes: Uint8Array, at: number, end: number, key: Uint8Array, depth: number): number {
	const size = pathLength(bytes, at, end);
	const first = end * 2 - size;
	const limit = Math.min(size, key.length * 2 - depth);
	let shared = 0;
	while (shared < limit && nibbleAt(bytes, first + shared) === nibbleAt(key, depth + shared)) shared++;
	return shared;
}

/** How many nibbles, one per byte from `from` on, an unpacked path has in common with a key from its nibble `depth` on. */
export function sharedWithPath(path: Uint8Array, from: number, key: Uint8Array, depth: number): number {
	const limit = Math.min(path.length - from, key.length * 2 - depth);
	let shared = 0;
	while (shared < limit && path[from + shared] === nibbleAt(key, depth + shared)) shared++;
	return shared;
}

/** The first nibble from `depth` on in which the keys differ or the shorter one, which is `low`, ends. */
export function findBranchDepth(low: Uint8Array, high: Uint8Array, depth: number): number {
	const limit = Math.min(low.length, high.length) * 2;
	let at = depth;
	while (at < limit && nibbleAt(low, at) === nibbleAt(high, at)) at++;
	return at;
}

/** The first `depth` nibbles of a key as text, one digit each. */
export function formatPath(key: Uint8Array, depth: number): string {
	let text = "";
	for (let i = 0; i < depth; i++) text += nibbleAt(key, i).toString(16);
	return text;
}
