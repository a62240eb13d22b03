import type { Hash } from "../bytes/address.js";
import { bytesToHex } from "../bytes/hex.js";
import { keccak256 } from "../crypto/keccak256.js";
import { MemoryStateStore, type StateStore } from "./state-store.js";
import { MemoryNodeStore } from "./trie/memory-node-store.js";
import { TrieState } from "./trie-state.js";

/**
 * The part of a state that something reads: enough to execute it, and to compute the state root after it, without the rest.
 * The fields are those of an execution witness as clients give it.
 */
export interface Witness {
	/** RLP of nodes of the tries of accounts and storage, in any order. */
	readonly state: readonly Uint8Array[];
	/** Code, in any order. */
	readonly codes: readonly Uint8Array[];
}

/**
 * A state that is known by its root and a witness. Everything in the witness is found by its hash, so that a wrong one
 * cannot change what is read: it can only miss something.
 *
 * Reading what is missing throws a `MissingNodeError`, which names the path, or a `MissingCodeError`.
 */
export function createWitnessState(root: Hash, witness: Witness): TrieState {
	const store = new MemoryStateStore();
	for (const node of witness.state) store.putNode(keccak256(node), node);
	for (const code of witness.codes) store.putCode(bytesToHex(keccak256(code)), code);
	return new TrieState(store, root);
}

/**
 * Remembers what is read from another store: the witness of whatever was done with a `TrieState` over it. What is put into it
 * stays in it and never reaches the other store.
 *
 * @example
 * const recording = new RecordingStore(store);
 * const state = new TrieState(recording, root);
 * // … execute on it, apply the changes …
 * state.stateRoot();
 * recording.witness();
 */
export class RecordingStore implements StateStore {
	readonly #source: StateStore;
	/** Nodes that came from the source. */
	readonly #read = new MemoryNodeStore();
	readonly #codesRead = new Map<Hash, Uint8Array>();
	/** What was put. */
	readonly #own = new MemoryStateStore();

	constructor(source: StateStore) {
		this.#source = source;
	}

	/** What was read from the source so far. The nodes that a state root needs are read when it is computed. */
	witness(): Witness {
		return {
			state: this.#read.nodes().map((node) => node.slice()),
			codes: [...this.#codesRead.values()],
		};
	}

	getNode(hash: Uint8Array): Uint8Array | undefined {
		// The source first: what was put may be in it, too, and the order of reading and putting must not matter.
		const node = this.#read.getNode(hash) ?? this.#source.getNode(hash);
		if (node === undefined) return this.#own.getNode(hash);
		this.#read.putNode(hash, node);
		return node;
	}

	putNode(hash: Uint8Array, node: Uint8Array): void {
		this.#own.putNode(hash, node);
	}

	getCode(hash: Hash): Uint8Array | undefined {
		const code = this.#codesRead.get(hash) ?? this.#source.getCode(hash);
		if (code === undefined) return this.#own.getCode(hash);
		if (!this.#codesRead.has(hash)) this.#codesRead.set(hash, code.slice());
		return code;
	}

	putCode(hash: Hash, code: Uint8Array): void {
		this.#own.putCode(hash, code);
	}
}
