import type { Hash } from "../bytes/address.js";
import { MemoryNodeStore } from "./trie/memory-node-store.js";
import type { NodeStore } from "./trie/node-store.js";

/** What a state is kept in: the nodes of its tries, and code, each under its hash. */
export interface StateStore extends NodeStore {
	/** The code with this hash, undefined when it is not there. */
	getCode(hash: Hash): Uint8Array | undefined;
	/** Keeps code. @param hash keccak256 of it */
	putCode(hash: Hash, code: Uint8Array): void;
}

/** A state's nodes and code in memory. Nothing is ever removed. */
export class MemoryStateStore extends MemoryNodeStore implements StateStore {
	readonly #codes = new Map<Hash, Uint8Array>();

	getCode(hash: Hash): Uint8Array | undefined {
		return this.#codes.get(hash);
	}

	putCode(hash: Hash, code: Uint8Array): void {
		this.#codes.set(hash, code.slice());
	}
}
