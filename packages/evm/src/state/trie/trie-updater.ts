import type { Address } from "../../bytes/address.js";
import { emptyBytes, equalBytes } from "../../bytes/bytes.js";
import { bytesToHex, hexToBytes } from "../../bytes/hex.js";
import { emptyRootHash } from "../../crypto/keccak256.js";
import { DraftBranch } from "./draft-branch.js";
import { DraftNode, NodeKind } from "./draft-node.js";
import { nibbleAt } from "./hex-prefix.js";
import { NodeEncoder } from "./node-encoder.js";
import {
	findBranchDepth,
	findPath,
	formatPath,
	isLeafPath,
	pathLength,
	sharedWithKey,
	sharedWithPath,
	unpackPath,
} from "./node-path.js";
import type { NodeStore } from "./node-store.js";
import { emptyItem, isHashReference, splitNode, stringContent } from "./split-node.js";
import { findGroupEnd, type TrieChanges } from "./trie-changes.js";
import { MissingNodeError } from "./trie-error.js";

/** Root of the trie without entries. Shared: do not change it. */
export const emptyRootBytes: Uint8Array = hexToBytes(emptyRootHash);

/** Whether a root is that of the trie without entries. */
export function isEmptyRoot(root: Uint8Array): boolean {
	return equalBytes(root, emptyRootBytes);
}

/**
 * Applies changes to a trie in a store, all in one walk: each node on a changed path is read once, encoded once and hashed
 * once, children before parents. Nothing else is read, but for a neighbour: the last child that a branch is left with
 * becomes one with it, when it is a leaf or an extension (Yellow Paper, appendix D, where such a branch has no form).
 *
 * The walk's result goes up in one register, `#node`, not in objects. What it works with is kept: one updater serves all tries, one
 * after another.
 */
export class TrieUpdater {
	readonly #encoder: NodeEncoder = new NodeEncoder();
	readonly #node: DraftNode = new DraftNode();
	/** Branches being changed, by how many are around them. */
	readonly #branches: DraftBranch[] = [];
	#branchCount = 0;
	readonly #offsets: Int32Array = new Int32Array(18);
	readonly #hash: Uint8Array = new Uint8Array(32);
	#keys: readonly Uint8Array[] = [];
	#values: Uint8Array[] = [];
	#resolve: TrieChanges["resolve"];
	#account: Address | undefined;

	/**
	 * The root after the changes. The nodes above what changed are in the store then, the old ones stay.
	 *
	 * @param account whose storage it is, for errors
	 * @throws {MissingNodeError} a node on the way is not in the store
	 * @throws {InvalidNodeError} what the store has is no node
	 */
	update(store: NodeStore, root: Uint8Array, changes: TrieChanges, account?: Address): Uint8Array {
		const { keys, values, resolve } = changes;
		if (keys.length === 0) return root;
		this.#encoder.store = store;
		this.#keys = keys;
		this.#values = values;
		this.#resolve = resolve;
		this.#account = account;
		this.#branchCount = 0;
		if (isEmptyRoot(root)) {
			this.#buildNew(0, keys.length, 0);
		} else {
			const node = this.#load(root, 0, keys[0]!, 0, -1);
			this.#updateNode(node, 0, node.length, 0, keys.length, 0);
		}
		const after = this.#closeRoot();
		// Not to keep the changes alive
		this.#encoder.store = undefined;
		this.#keys = [];
		this.#values = [];
		this.#resolve = undefined;
		return after;
	}

	#closeRoot(): Uint8Array {
		if (this.#node.kind === NodeKind.none) return emptyRootBytes.slice();
		const reference = new Uint8Array(33);
		const size = this.#encoder.encodeNode(this.#node, reference, 0);
		return size === 33 ? reference.slice(1) : this.#encoder.storeRoot(reference.slice(0, size));
	}

	/** The node with the hash at `bytes[at]`. Its path: the first `depth` nibbles of the key, and `nibble` unless that is -1. */
	#load(bytes: Uint8Array, at: number, key: Uint8Array, depth: number, nibble: number): Uint8Array {
		const hash = this.#hash;
		for (let i = 0; i < 32; i++) hash[i] = bytes[at + i]!;
		const node = this.#encoder.store!.getNode(hash);
		if (node !== undefined) return node;
		const path = formatPath(key, depth) + (nibble < 0 ? "" : nibble.toString(16));
		throw new MissingNodeError(bytesToHex(hash), { path, account: this.#account });
	}

	// The walk: each method applies the changes `first` to `last` (exclusive), whose keys agree in their first `depth` nibbles,
	// to the part of the trie under those nibbles, and leaves in `#node` what that part becomes.

	/** To the node whose RLP is `bytes` from `start` to `end`. */
	#updateNode(bytes: Uint8Array, start: number, end: number, first: number, last: number, depth: number): void {
		const branch = this.#openBranch();
		const { offsets } = branch;
		if (splitNode(bytes, start, end, offsets) === 17) {
			branch.open(bytes, start, end);
			this.#updateBranch(branch, first, last, depth);
			this.#branchCount--;
			return;
		}
		this.#branchCount--;
		const itemStart = offsets[1]!;
		const itemEnd = offsets[2]!;
		const path = findPath(bytes, offsets[0]!, itemStart);
		const isLeaf = isLeafPath(bytes, path);
		if (last - first === 1) {
			// Most changes end at the leaf that has their key already, or go on below an extension.
			const key = this.#keys[first]!;
			const size = pathLength(bytes, path, itemStart);
			const isOnPath = sharedWithKey(bytes, path, itemStart, key, depth) === size;
			if (isOnPath && (!isLeaf || key.length * 2 === depth + size)) {
				if (isLeaf) this.#updateLeaf(bytes, itemStart, itemEnd, first);
				else this.#updateReference(bytes, itemStart, itemEnd, first, last, depth + size);
				this.#node.prependKey(key, depth, depth + size);
				return;
			}
		}
		const nibbles = unpackPath(bytes, path, itemStart);
		this.#updateShort(nibbles, 0, isLeaf, bytes, itemStart, itemEnd, first, last, depth);
	}

	/** To the node an item refers to. */
	#updateReference(bytes: Uint8Array, start: number, end: number, first: number, last: number, depth: number): void {
		if (isHashReference(bytes, start, end)) {
			const node = this.#load(bytes, start + 1, this.#keys[first]!, depth, -1);
			this.#updateNode(node, 0, node.length, first, last, depth);
		} else {
			this.#updateNode(bytes, start, end, first, last, depth);
		}
	}

	/** To the value of the change's own key, whose item is `bytes` from `start` to `end`. */
	#updateLeaf(bytes: Uint8Array, start: number, end: number, change: number): void {
		const value =
			this.#resolve === undefined
				? this.#values[change]!
				: this.#resolveValue(change, stringContent(bytes, start, end));
		if (value.length === 0) this.#node.setNone();
		else this.#node.setLeaf(value);
	}

	#resolveValue(change: number, old: Uint8Array): Uint8Array {
		if (this.#resolve !== undefined) this.#values[change] = this.#resolve(change, old);
		return this.#values[change]!;
	}

	/** To a leaf or extension with the path `path` from `from` on, and the value or reference at `bytes[itemStart]`. */
	#updateShort(
		path: Uint8Array,
		from: number,
		isLeaf: boolean,
		bytes: Uint8Array,
		itemStart: number,
		itemEnd: number,
		first: number,
		last: number,
		depth: number,
	): void {
		const keys = this.#keys;
		const size = path.length - from;
		const shared = Math.min(
			sharedWithPath(path, from, keys[first]!, depth),
			sharedWithPath(path, from, keys[last - 1]!, depth),
		);
		const splitDepth = depth + shared;
		const endsHere = keys[first]!.length * 2 === splitDepth;
		if (shared === size && !isLeaf) {
			this.#updateReference(bytes, itemStart, itemEnd, first, last, splitDepth);
		} else if (shared === size && endsHere && last - first === 1) {
			this.#updateLeaf(bytes, itemStart, itemEnd, first);
		} else {
			// A branch stands where the ways part, as if it had been there with one child.
			const branch = this.#openBranch();
			branch.clear();
			if (shared === size) branch.value = stringContent(bytes, itemStart, itemEnd);
			const old = shared === size ? -1 : path[from + shared]!;
			let next = first;
			if (endsHere) branch.setValue(this.#resolveValue(next++, branch.value));
			const isSure = branch.isSureToStay(old, keys, this.#values, next, last, splitDepth);
			let isOldSeen = old < 0;
			while (next < last) {
				const nibble = nibbleAt(keys[next]!, splitDepth);
				const end = findGroupEnd(keys, next, last, splitDepth);
				if (nibble === old) {
					isOldSeen = true;
					this.#updateShort(path, from + shared + 1, isLeaf, bytes, itemStart, itemEnd, next, end, splitDepth + 1);
				} else {
					this.#buildNew(next, end, splitDepth + 1);
				}
				this.#setChild(branch, nibble, isSure);
				next = end;
			}
			if (!isOldSeen) {
				this.#keepShort(path, from + shared + 1, isLeaf, bytes, itemStart, itemEnd);
				this.#setChild(branch, old, isSure);
			}
			if (isSure) this.#closeBranch(branch);
			else this.#closeWaiting(branch, first, splitDepth);
			this.#branchCount--;
		}
		this.#node.prependPath(path, from, from + shared);
	}

	/** No change: the rest of a leaf or extension as it is. */
	#keepShort(
		path: Uint8Array,
		from: number,
		isLeaf: boolean,
		bytes: Uint8Array,
		itemStart: number,
		itemEnd: number,
	): void {
		if (isLeaf) {
			this.#node.setLeaf(stringContent(bytes, itemStart, itemEnd));
		} else {
			isHashReference(bytes, itemStart, itemEnd);
			this.#node.setBranch(bytes, itemStart, itemEnd);
		}
		this.#node.prependPath(path, from, path.length);
	}

	/** To a branch, opened. */
	#updateBranch(branch: DraftBranch, first: number, last: number, depth: number): void {
		const keys = this.#keys;
		const { bytes, offsets } = branch;
		let next = first;
		if (keys[next]!.length * 2 === depth) branch.setValue(this.#resolveValue(next++, branch.value));
		const isSure = branch.isSureToStay(-1, keys, this.#values, next, last, depth);
		while (next < last) {
			const nibble = nibbleAt(keys[next]!, depth);
			const end = findGroupEnd(keys, next, last, depth);
			const itemStart = offsets[nibble]!;
			if (bytes[itemStart] === emptyItem) this.#buildNew(next, end, depth + 1);
			else this.#updateReference(bytes, itemStart, offsets[nibble + 1]!, next, end, depth + 1);
			this.#setChild(branch, nibble, isSure);
			next = end;
		}
		if (isSure) this.#closeBranch(branch);
		else this.#closeWaiting(branch, first, depth);
	}

	/** Where there is nothing yet. */
	#buildNew(first: number, last: number, depth: number): void {
		if (this.#resolve !== undefined) for (let i = first; i < last; i++) this.#resolveValue(i, emptyBytes);
		this.#build(first, last, depth);
	}

	#build(from: number, to: number, depth: number): void {
		const keys = this.#keys;
		const values = this.#values;
		let first = from;
		let last = to;
		// What removes a key that is not there changes nothing.
		while (first < last && values[first]!.length === 0) first++;
		while (first < last && values[last - 1]!.length === 0) last--;
		if (first === last) {
			this.#node.setNone();
			return;
		}
		const key = keys[first]!;
		if (last - first === 1) {
			this.#node.setLeaf(values[first]!);
			this.#node.prependKey(key, depth, key.length * 2);
			return;
		}
		// In sorted order, what the first and the last key share all between them share too.
		const branchDepth = findBranchDepth(key, keys[last - 1]!, depth);
		const branch = this.#openBranch();
		branch.clear();
		let next = first;
		if (key.length * 2 === branchDepth) branch.value = values[next++]!;
		while (next < last) {
			const end = findGroupEnd(keys, next, last, branchDepth);
			this.#build(next, end, branchDepth + 1);
			this.#closeChild(branch, nibbleAt(keys[next]!, branchDepth));
			next = end;
		}
		this.#closeBranch(branch);
		this.#branchCount--;
		this.#node.prependKey(key, depth, branchDepth);
	}

	#openBranch(): DraftBranch {
		const branch = this.#branches[this.#branchCount] ?? new DraftBranch();
		this.#branches[this.#branchCount++] = branch;
		// An update that ended in an error may have left some.
		if (branch.waiting.length > 0) branch.waiting.length = 0;
		return branch;
	}

	/** Makes `#node` a child of the branch, encoded now or when it is known what else the branch has. */
	#setChild(branch: DraftBranch, nibble: number, isSure: boolean): void {
		if (isSure) this.#closeChild(branch, nibble);
		else branch.wait(nibble, this.#node);
	}

	/** Makes `#node` a child of the branch. */
	#closeChild(branch: DraftBranch, nibble: number): void {
		branch.sizes[nibble] = this.#encoder.encodeNode(this.#node, branch.references, branch.placeOf(nibble));
	}

	/** The branch has two children or more, or one and a value. */
	#closeBranch(branch: DraftBranch): void {
		const node = this.#node;
		node.setNone();
		node.kind = NodeKind.branch;
		node.referenceSize = this.#encoder.encodeBranch(branch, node.reference, 0);
	}

	/** The branch has what it has: closes it with its waiting children, or makes it one with the only one. */
	#closeWaiting(branch: DraftBranch, first: number, depth: number): void {
		const { waiting } = branch;
		let count = branch.value.length > 0 ? 1 : 0;
		let only = -1;
		for (let nibble = 0; nibble < 16; nibble++) {
			const child = waiting[nibble];
			if (child === undefined ? !branch.hasChild(nibble) : child.kind === NodeKind.none) continue;
			count++;
			only = nibble;
		}
		if (count > 1) {
			for (let nibble = 0; nibble < 16; nibble++) {
				const child = waiting[nibble];
				if (child === undefined) continue;
				branch.sizes[nibble] = this.#encoder.encodeNode(child, branch.references, branch.placeOf(nibble));
			}
			this.#closeBranch(branch);
		} else if (count === 0) {
			this.#node.setNone();
		} else if (only < 0) {
			this.#node.setLeaf(branch.value);
		} else {
			const child = waiting[only];
			if (child === undefined) this.#takeChild(branch, only, first, depth);
			else this.#node.copyFrom(child);
			this.#node.prependNibble(only);
		}
	}

	/** Takes the child as it is out of a branch that goes. */
	#takeChild(branch: DraftBranch, nibble: number, first: number, depth: number): void {
		const start = branch.offsets[nibble]!;
		const end = branch.offsets[nibble + 1]!;
		let { bytes } = branch;
		let nodeStart = start;
		let nodeEnd = end;
		if (isHashReference(bytes, start, end)) {
			bytes = this.#load(bytes, start + 1, this.#keys[first]!, depth, nibble);
			nodeStart = 0;
			nodeEnd = bytes.length;
		}
		const offsets = this.#offsets;
		if (splitNode(bytes, nodeStart, nodeEnd, offsets) === 17) {
			this.#node.setBranch(branch.bytes, start, end);
			return;
		}
		const path = findPath(bytes, offsets[0]!, offsets[1]!);
		const nibbles = unpackPath(bytes, path, offsets[1]!);
		this.#keepShort(nibbles, 0, isLeafPath(bytes, path), bytes, offsets[1]!, offsets[2]!);
	}
}
