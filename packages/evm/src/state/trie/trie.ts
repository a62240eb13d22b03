import { equalBytes } from "../../bytes/bytes.js";
import { MemoryNodeStore } from "./memory-node-store.js";
import type { NodeStore } from "./node-store.js";
import { readTrie } from "./read-trie.js";
import { sortKeys } from "./sort-keys.js";
import type { TrieEntry } from "./trie-root.js";
import { emptyRootBytes, isEmptyRoot, TrieUpdater } from "./trie-updater.js";

/** Shared by all tries. */
let updater: TrieUpdater | undefined;

/**
 * A Merkle Patricia trie (Yellow Paper, appendix D) in a store of nodes. It is its root: an older root in the same store is
 * a trie of its own, which updates never change. Keys are used as they are: where a trie is keyed by hashes, the caller
 * hashes.
 *
 * @example
 * const trie = new Trie();
 * trie.update([[Uint8Array.of(1), Uint8Array.of(5)]]);
 * trie.get(Uint8Array.of(1)); // Uint8Array [5]
 */
export class Trie {
	readonly #store: NodeStore;
	#root: Uint8Array;

	/** @param root 32 bytes; the empty trie's when left out */
	constructor(store: NodeStore = new MemoryNodeStore(), root: Uint8Array = emptyRootBytes) {
		this.#store = store;
		this.#root = root.slice();
	}

	/** The root's hash, 32 bytes. */
	get root(): Uint8Array {
		return this.#root.slice();
	}

	get isEmpty(): boolean {
		return isEmptyRoot(this.#root);
	}

	/**
	 * The value of a key, undefined when it is absent. It may be a view of the store's memory: do not change it.
	 *
	 * @throws {MissingNodeError} a node on the way is not in the store
	 */
	get(key: Uint8Array): Uint8Array | undefined {
		return readTrie(this.#store, this.#root, key);
	}

	/**
	 * Sets the values of many keys at once, in any order; an empty value removes its key, and of equal keys the last one
	 * counts. Costs grow with the number of changes, not with the trie.
	 *
	 * @returns the new root
	 * @throws {MissingNodeError} a node that is needed is not in the store; the trie is then as it was
	 */
	update(entries: Iterable<TrieEntry>): Uint8Array {
		const list = Array.isArray(entries) ? (entries as readonly TrieEntry[]) : [...entries];
		const order = sortKeys(list.map((entry) => entry[0]));
		const keys: Uint8Array[] = [];
		const values: Uint8Array[] = [];
		for (let i = 0; i < order.length; i++) {
			const entry = list[order[i]!]!;
			const key = entry[0];
			const value = entry[1];
			const last = keys.length - 1;
			if (last >= 0 && equalBytes(keys[last]!, key)) {
				values[last] = value;
			} else {
				keys.push(key);
				values.push(value);
			}
		}
		updater ??= new TrieUpdater();
		this.#root = updater.update(this.#store, this.#root, { keys, values });
		return this.root;
	}

	/**
	 * Proof of a key's value, or of its absence: the nodes from the root down to it, without those that stand inside others.
	 * Check it with `verifyProof`. The empty trie's proof has no nodes.
	 */
	createProof(key: Uint8Array): Uint8Array[] {
		const nodes: Uint8Array[] = [];
		readTrie(this.#store, this.#root, key, undefined, (node) => nodes.push(node.slice()));
		return nodes;
	}
}
