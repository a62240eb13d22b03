import { createMPT, type MerklePatriciaTrie } from "@ethereumjs/mpt";
import { type BatchDBOp, createAccount, type DB, ValueEncoding } from "@ethereumjs/util";
import type { AccountChange } from "@evmore/evm";
import { hexToBytes } from "@evmore/evm/bytes";
import { keccak256 } from "@evmore/evm/crypto";
import { type MemoryNodeStore, type NodeStore, StateTrie, Trie } from "@evmore/evm/state";

/** What is done to a trie of a million accounts. */
export type TrieWork =
	/** Keys and values as they stand in the trie; an empty value removes. */
	| { readonly kind: "entries"; readonly entries: readonly (readonly [key: Uint8Array, value: Uint8Array])[] }
	/** Accounts: addresses are hashed, and accounts encoded, on the way. */
	| { readonly kind: "accounts"; readonly changes: readonly AccountChange[] };

/** Who computes the root after the work, beginning from the same nodes each time. */
export interface TriePeer {
	readonly name: string;
	/** Time of the update alone, in milliseconds, and the root. */
	run(root: Uint8Array, work: TrieWork): Promise<{ ms: number; root: Uint8Array }>;
}

/** New nodes go to a store of their own, so that every run finds the same. */
class LayeredStore implements NodeStore {
	readonly #base: MemoryNodeStore;
	readonly #own: MemoryNodeStore;

	constructor(base: MemoryNodeStore, own: MemoryNodeStore) {
		this.#base = base;
		this.#own = own;
	}

	getNode(hash: Uint8Array): Uint8Array | undefined {
		return this.#base.getNode(hash) ?? this.#own.getNode(hash);
	}

	putNode(hash: Uint8Array, node: Uint8Array): void {
		this.#own.putNode(hash, node);
	}
}

export function createEvmorePeer(base: MemoryNodeStore, createStore: () => MemoryNodeStore): TriePeer {
	return {
		name: "evmore",
		run(root, work) {
			const store = new LayeredStore(base, createStore());
			if (work.kind === "entries") {
				const trie = new Trie(store, root);
				const start = performance.now();
				const after = trie.update(work.entries);
				return Promise.resolve({ ms: performance.now() - start, root: after });
			}
			const trie = new StateTrie(store, `0x${Buffer.from(root).toString("hex")}`);
			const start = performance.now();
			trie.applyChanges(work.changes);
			return Promise.resolve({ ms: performance.now() - start, root: trie.rootBytes });
		},
	};
}

/** The same nodes behind the interface of ethereumjs. */
class EthereumjsDatabase implements DB<string, Uint8Array> {
	readonly #base: MemoryNodeStore;
	readonly #own: Map<string, Uint8Array>;

	constructor(base: MemoryNodeStore, own = new Map<string, Uint8Array>()) {
		this.#base = base;
		this.#own = own;
	}

	async get(key: string): Promise<Uint8Array | undefined> {
		return this.#own.get(key) ?? this.#base.getNode(Buffer.from(key, "hex"));
	}

	async put(key: string, value: Uint8Array): Promise<void> {
		this.#own.set(key, value);
	}

	async del(key: string): Promise<void> {
		this.#own.delete(key);
	}

	async batch(operations: BatchDBOp<string, Uint8Array>[]): Promise<void> {
		for (const operation of operations) {
			if (operation.type === "del") this.#own.delete(operation.key);
			else this.#own.set(operation.key, operation.value);
		}
	}

	shallowCopy(): DB<string, Uint8Array> {
		return new EthereumjsDatabase(this.#base, this.#own);
	}

	async open(): Promise<void> {}
}

/** @param isTuned with a cache of nodes, and evmore's keccak256 in place of one in plain JavaScript */
export function createEthereumjsPeer(base: MemoryNodeStore, isTuned: boolean): TriePeer {
	const create = (root: Uint8Array, useKeyHashing: boolean): Promise<MerklePatriciaTrie> =>
		createMPT({
			// Its type asks for text or bytes; with this encoding it puts bytes alone.
			db: new EthereumjsDatabase(base) as unknown as DB<string, string | Uint8Array>,
			root,
			useKeyHashing,
			valueEncoding: ValueEncoding.Bytes,
			...(isTuned && { cacheSize: 200_000, common: { customCrypto: { keccak256 } } }),
		});
	return {
		name: isTuned ? "@ethereumjs/mpt tuned" : "@ethereumjs/mpt",
		async run(root, work) {
			const trie = await create(root, work.kind === "accounts");
			const start = performance.now();
			if (work.kind === "entries") {
				await trie.batch(
					work.entries.map(([key, value]) => (value.length === 0 ? { type: "del", key } : { type: "put", key, value })),
				);
			} else {
				for (const { address, account } of work.changes) {
					const key = hexToBytes(address);
					if (account === undefined) await trie.del(key);
					else {
						const { nonce, balance, codeHash } = account;
						await trie.put(key, createAccount({ nonce, balance, codeHash: hexToBytes(codeHash) }).serialize());
					}
				}
			}
			return { ms: performance.now() - start, root: trie.root() };
		},
	};
}
