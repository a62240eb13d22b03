import { bytesToHex } from "../../bytes/hex.js";
import { storageRootOf } from "./account-codec.js";
import type { MemoryNodeStore } from "./memory-node-store.js";
import { findPath, isLeafPath } from "./node-path.js";
import type { NodeStore } from "./node-store.js";
import { emptyItem, isHashReference, splitNode, stringContent } from "./split-node.js";
import { MissingNodeError } from "./trie-error.js";
import { isEmptyRoot } from "./trie-updater.js";

/**
 * Copies all nodes of a state from one store to another: the tries of its accounts and of their storage. Nothing is hashed.
 * What the target has already is not looked at again, and neither is what is below it.
 *
 * @throws {MissingNodeError} a node is not in the store (its path is not told)
 * @throws {InvalidNodeError} the store has what belongs to no state
 */
export function copyStateTrie(from: NodeStore, root: Uint8Array, to: MemoryNodeStore): void {
	copyByHash(from, root, to, true);
}

function copyByHash(from: NodeStore, hash: Uint8Array, to: MemoryNodeStore, isState: boolean): void {
	if (isEmptyRoot(hash) || to.hasNode(hash)) return;
	const node = from.getNode(hash);
	if (node === undefined) throw new MissingNodeError(bytesToHex(hash), { path: "", account: undefined });
	to.putNode(hash, node);
	copyBelow(from, node, 0, node.length, to, isState);
}

/** Copies what is below the node whose RLP is `bytes` from `start` to `end`. */
function copyBelow(
	from: NodeStore,
	bytes: Uint8Array,
	start: number,
	end: number,
	to: MemoryNodeStore,
	isState: boolean,
): void {
	const offsets = new Int32Array(18);
	let first = 0;
	let last = 16;
	if (splitNode(bytes, start, end, offsets) === 2) {
		if (isLeafPath(bytes, findPath(bytes, offsets[0]!, offsets[1]!))) {
			if (isState) copyByHash(from, storageRootOf(stringContent(bytes, offsets[1]!, offsets[2]!)), to, false);
			return;
		}
		first = 1;
		last = 2;
	}
	for (let item = first; item < last; item++) {
		const itemStart = offsets[item]!;
		const itemEnd = offsets[item + 1]!;
		if (bytes[itemStart] === emptyItem) continue;
		if (isHashReference(bytes, itemStart, itemEnd)) {
			copyByHash(from, bytes.subarray(itemStart + 1, itemEnd), to, isState);
		} else {
			copyBelow(from, bytes, itemStart, itemEnd, to, isState);
		}
	}
}
