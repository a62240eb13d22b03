import { nibbleAt } from "./hex-prefix.js";
import { stringContent } from "./split-node.js";
import { InvalidNodeError } from "./trie-error.js";

/**
 * The hex-prefix encoded path of the leaf or extension whose first item is `bytes` from `start` to `end`, as a view: its
 * first byte has the flags (Yellow Paper, appendix C).
 *
 * @throws {InvalidNodeError} the flags are none, or padding is not zero
 */
export function packedPath(bytes: Uint8Array, start: number, end: number): Uint8Array {
	const packed = stringContent(bytes, start, end);
	const flags = packed[0];
	if (flags === undefined || flags >= 0x40 || ((flags & 0x10) === 0 && (flags & 0x0f) !== 0)) {
		throw new InvalidNodeError("A trie node's path has wrong flags");
	}
	return packed;
}

/** Whether a packed path is that of a leaf. */
export function isLeafPath(packed: Uint8Array): boolean {
	return (packed[0]! & 0x20) !== 0;
}

/** Number of nibbles of a packed path. */
export function packedLength(packed: Uint8Array): number {
	return packed.length * 2 - ((packed[0]! & 0x10) !== 0 ? 1 : 2);
}

/** The nibbles of a packed path, one per byte. */
export function unpackPath(packed: Uint8Array): Uint8Array {
	const size = packedLength(packed);
	const nibbles = new Uint8Array(size);
	const skipped = packed.length * 2 - size;
	for (let i = 0; i < size; i++) nibbles[i] = nibbleAt(packed, i + skipped);
	return nibbles;
}

/** How many nibbles a packed path and a key have in common, the key from its nibble `depth` on. */
export function sharedWithPacked(packed: Uint8Array, key: Uint8Array, depth: number): number {
	const size = packedLength(packed);
	const skipped = packed.length * 2 - size;
	const limit = Math.min(size, key.length * 2 - depth);
	let shared = 0;
	while (shared < limit && nibbleAt(packed, shared + skipped) === nibbleAt(key, shared + depth)) shared++;
	return shared;
}

/** How many nibbles, one per byte from `from` on, a path has in common with a key from its nibble `depth` on. */
export function sharedWithPath(path: Uint8Array, from: number, key: Uint8Array, depth: number): number {
	const limit = Math.min(path.length - from, key.length * 2 - depth);
	let shared = 0;
	while (shared < limit && path[from + shared] === nibbleAt(key, shared + depth)) shared++;
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
