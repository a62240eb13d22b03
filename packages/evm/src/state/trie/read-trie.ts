import type { Address } from "../../bytes/address.js";
import { bytesToHex } from "../../bytes/hex.js";
import { nibbleAt } from "./hex-prefix.js";
import { findPath, formatPath, isLeafPath, pathLength, sharedWithKey } from "./node-path.js";
import type { NodeStore } from "./node-store.js";
import { emptyItem, isHashReference, splitNode, stringContent } from "./split-node.js";
import { MissingNodeError } from "./trie-error.js";
import { isEmptyRoot } from "./trie-updater.js";

const offsets = new Int32Array(18);

/**
 * The value of a key in the trie with this root, undefined when it is absent; a view of a node.
 *
 * @param account whose storage it is, for errors
 * @param onNode is shown every node on the way, from the root on, that does not stand inside another
 * @throws {MissingNodeError} a node on the way is not in the store
 * @throws {InvalidNodeError} what the store has is no node
 */
export function readTrie(
	store: NodeStore,
	root: Uint8Array,
	key: Uint8Array,
	account?: Address,
	onNode?: (node: Uint8Array) => void,
): Uint8Array | undefined {
	if (isEmptyRoot(root)) return undefined;
	const size = key.length * 2;
	let hash = root;
	for (let depth = 0; ; ) {
		const bytes = store.getNode(hash);
		if (bytes === undefined) {
			throw new MissingNodeError(bytesToHex(hash), { path: formatPath(key, depth), account });
		}
		onNode?.(bytes);
		let start = 0;
		let end = bytes.length;
		// Nodes inside this one
		for (;;) {
			let item = 1;
			if (splitNode(bytes, start, end, offsets) === 17) {
				item = depth === size ? 16 : nibbleAt(key, depth++);
				if (bytes[offsets[item]!] === emptyItem) return undefined;
				if (item === 16) return stringContent(bytes, offsets[16]!, offsets[17]!);
			} else {
				const pathEnd = offsets[1]!;
				const path = findPath(bytes, offsets[0]!, pathEnd);
				const length = pathLength(bytes, path, pathEnd);
				if (sharedWithKey(bytes, path, pathEnd, key, depth) < length) return undefined;
				depth += length;
				if (isLeafPath(bytes, path)) return depth === size ? stringContent(bytes, offsets[1]!, offsets[2]!) : undefined;
			}
			start = offsets[item]!;
			end = offsets[item + 1]!;
			if (isHashReference(bytes, start, end)) break;
		}
		hash = bytes.subarray(start + 1, end);
	}
}
