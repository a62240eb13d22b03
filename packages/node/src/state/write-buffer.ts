import { bytesToHex, type Hash } from "@evmore/evm";
import type { StateStore } from "@evmore/evm/state";

/** Takes what is written to a store, until it is committed; reads through to the store. */
export class WriteBuffer implements StateStore {
	readonly #store: StateStore;
	readonly #nodes = new Map<Hash, readonly [hash: Uint8Array, node: Uint8Array]>();
	readonly #codes = new Map<Hash, Uint8Array>();

	constructor(store: StateStore) {
		this.#store = store;
	}

	get nodes(): readonly (readonly [hash: Uint8Array, node: Uint8Array])[] {
		return [...this.#nodes.values()];
	}

	get codes(): readonly (readonly [hash: Hash, code: Uint8Array])[] {
		return [...this.#codes];
	}

	getNode(hash: Uint8Array): Uint8Array | undefined {
		const node = this.#store.getNode(hash);
		if (node !== undefined || this.#nodes.size === 0) return node;
		return this.#nodes.get(bytesToHex(hash))?.[1];
	}

	putNode(hash: Uint8Array, node: Uint8Array): void {
		// Both may lie in memory that is used again.
		const copy = hash.slice();
		this.#nodes.set(bytesToHex(copy), [copy, node.slice()]);
	}

	getCode(hash: Hash): Uint8Array | undefined {
		return this.#store.getCode(hash) ?? this.#codes.get(hash);
	}

	putCode(hash: Hash, code: Uint8Array): void {
		if (this.#store.getCode(hash) === undefined) this.#codes.set(hash, code.slice());
	}
}
