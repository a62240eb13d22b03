import type { Hash } from "@evmore/evm";
import { MemoryNodeStore, type StateStore } from "@evmore/evm/state";

/** Takes what is written to a store, until it is committed; reads through to the store. */
export class WriteBuffer implements StateStore {
	readonly #store: StateStore;
	readonly #nodes = new MemoryNodeStore();
	readonly #codes = new Map<Hash, Uint8Array>();

	constructor(store: StateStore) {
		this.#store = store;
	}

	get nodes(): readonly (readonly [hash: Uint8Array, node: Uint8Array])[] {
		return this.#nodes.entries();
	}

	get codes(): readonly (readonly [hash: Hash, code: Uint8Array])[] {
		return [...this.#codes];
	}

	getNode(hash: Uint8Array): Uint8Array | undefined {
		const node = this.#store.getNode(hash);
		return node === undefined && this.#nodes.count > 0 ? this.#nodes.getNode(hash) : node;
	}

	putNode(hash: Uint8Array, node: Uint8Array): void {
		this.#nodes.putNode(hash, node);
	}

	getCode(hash: Hash): Uint8Array | undefined {
		return this.#store.getCode(hash) ?? this.#codes.get(hash);
	}

	putCode(hash: Hash, code: Uint8Array): void {
		if (this.#store.getCode(hash) === undefined) this.#codes.set(hash, code.slice());
	}
}
