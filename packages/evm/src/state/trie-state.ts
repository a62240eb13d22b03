import type { Address, Hash } from "../bytes/address.js";
import { emptyBytes } from "../bytes/bytes.js";
import { emptyCodeHash, emptyRootHash } from "../crypto/keccak256.js";
import type { AccountChange, AccountState, StateChanges, StateDatabase } from "./database.js";
import { MemoryStateStore, type StateStore } from "./state-store.js";
import type { AccountLeaf } from "./trie/account-codec.js";
import { type AccountProof, createAccountProof } from "./trie/account-proof.js";
import { StateTrie } from "./trie/state-trie.js";
import { MissingCodeError } from "./trie/trie-error.js";

/** Accounts that are remembered, before remembering starts anew. */
const maxKnownAccounts = 16_384;

interface PendingChange {
	account: AccountChange["account"];
	storageCleared: boolean;
	readonly storage: Map<bigint, bigint>;
}

/**
 * A state that is read through its tries, from a state root: what a root and a store of nodes are enough for. Changes wait
 * beside the tries until `stateRoot` is asked, so that a block of transactions costs one update.
 *
 * An error on the way, a node or code that is not in the store, leaves the state as it was.
 */
export class TrieState implements StateDatabase {
	readonly #store: StateStore;
	readonly #trie: StateTrie;
	/** Accounts as the trie has them, which are asked for at every slot. */
	#known = new Map<Address, AccountLeaf | undefined>();
	readonly #pending = new Map<Address, PendingChange>();
	#version = 0;

	/** @param root the state root; the empty state's when left out */
	constructor(store: StateStore = new MemoryStateStore(), root: Hash = emptyRootHash) {
		this.#store = store;
		this.#trie = new StateTrie(store, root);
	}

	/**
	 * The state with another root in the same store, which differs in these accounts at most. It takes over what this one remembers of
	 * the others.
	 */
	successor(root: Hash, changed: Iterable<Address>): TrieState {
		const next = new TrieState(this.#store, root);
		next.#known = this.#known;
		this.#known = new Map();
		for (const address of changed) next.#known.delete(address);
		return next;
	}

	/** @throws {MissingNodeError} a node on the way is not in the store */
	getAccount(address: Address): AccountState | undefined {
		const pending = this.#pending.get(address);
		if (pending === undefined) {
			const leaf = this.#readAccount(address);
			if (leaf === undefined) return undefined;
			const { nonce, balance, codeHash, storageRoot } = leaf;
			return { nonce, balance, codeHash, hasStorage: storageRoot !== emptyRootHash };
		}
		if (pending.account === undefined) return undefined;
		// "When in doubt": which slots are left would have to be counted.
		const hasOld =
			!pending.storageCleared && (this.#readAccount(address)?.storageRoot ?? emptyRootHash) !== emptyRootHash;
		const { nonce, balance, codeHash } = pending.account;
		return { nonce, balance, codeHash, hasStorage: hasOld || hasValue(pending.storage) };
	}

	/** @throws {MissingCodeError} the code is not in the store */
	getCode(codeHash: Hash, address: Address): Uint8Array {
		if (codeHash === emptyCodeHash) return emptyBytes;
		const code = this.#store.getCode(codeHash);
		if (code === undefined) throw new MissingCodeError(codeHash, address);
		return code;
	}

	/** @throws {MissingNodeError} a node on the way is not in the store */
	getStorage(address: Address, slot: bigint): bigint {
		const pending = this.#pending.get(address);
		if (pending !== undefined) {
			const value = pending.storage.get(slot);
			if (value !== undefined) return value;
			if (pending.account === undefined || pending.storageCleared) return 0n;
		}
		const leaf = this.#readAccount(address);
		return leaf === undefined ? 0n : this.#trie.getSlot(address, leaf.storageRoot, slot);
	}

	/** Of its content: see {@link StateDatabase}. */
	get version(): number {
		return this.#version;
	}

	applyChanges(changes: StateChanges): void {
		this.#version++;
		for (const { address, account, code, storageCleared, storage } of changes) {
			if (code !== undefined && account !== undefined) this.#store.putCode(account.codeHash, code);
			let pending = this.#pending.get(address);
			if (pending === undefined) {
				pending = { account, storageCleared: false, storage: new Map() };
				this.#pending.set(address, pending);
			}
			pending.account = account;
			if (storageCleared || account === undefined) {
				pending.storageCleared = true;
				pending.storage.clear();
			}
			for (const [slot, value] of storage) pending.storage.set(slot, value);
		}
	}

	/**
	 * The state root after all changes so far. Their nodes are in the store then.
	 *
	 * @throws {MissingNodeError} a node that is needed is not in the store; the changes wait on
	 */
	stateRoot(): Hash {
		if (this.#pending.size === 0) return this.#trie.root;
		const changes: AccountChange[] = [];
		for (const [address, change] of this.#pending) changes.push({ address, code: undefined, ...change });
		const root = this.#trie.applyChanges(changes);
		for (const address of this.#pending.keys()) this.#known.delete(address);
		this.#pending.clear();
		return root;
	}

	/**
	 * Proof of an account and of slots of its storage, as `eth_getProof` gives it, under the root that `stateRoot` answers.
	 *
	 * @throws {MissingNodeError} a node on the way is not in the store
	 */
	createProof(address: Address, slots: Iterable<bigint> = []): AccountProof {
		return createAccountProof(this.#store, this.stateRoot(), address, slots);
	}

	#readAccount(address: Address): AccountLeaf | undefined {
		let leaf = this.#known.get(address);
		if (leaf !== undefined || this.#known.has(address)) return leaf;
		leaf = this.#trie.getAccount(address);
		if (this.#known.size >= maxKnownAccounts) this.#known.clear();
		this.#known.set(address, leaf);
		return leaf;
	}
}

function hasValue(storage: ReadonlyMap<bigint, bigint>): boolean {
	for (const value of storage.values()) if (value !== 0n) return true;
	return false;
}
