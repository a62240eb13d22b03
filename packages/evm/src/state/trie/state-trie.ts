import type { Address, Hash } from "../../bytes/address.js";
import { emptyBytes } from "../../bytes/bytes.js";
import { bytesToHex, hexToBytes } from "../../bytes/hex.js";
import { emptyCodeHash, emptyRootHash } from "../../crypto/keccak256.js";
import { BaseError } from "../../errors/base-error.js";
import type { AccountChange, StateChanges } from "../database.js";
import { type AccountLeaf, decodeAccount, decodeSlotValue, encodeAccountLeaf, storageRootOf } from "./account-codec.js";
import type { NodeStore } from "./node-store.js";
import { readTrie } from "./read-trie.js";
import { sortKeys } from "./sort-keys.js";
import { encodeStorageValue, hashAddress, hashSlot } from "./state-root.js";
import { emptyRootBytes, TrieUpdater } from "./trie-updater.js";

/** Changes that name an account twice. */
export class DuplicateChangeError extends BaseError {}

/** Stands for a value that is made when the old one is found. */
const laterValue = Uint8Array.of(0);

/**
 * The trie of a state's accounts and the tries of their storage (Yellow Paper, section 4.1) in one store of nodes. It is
 * its root: older roots in the same store stay what they are.
 */
export class StateTrie {
	readonly store: NodeStore;
	#root: Uint8Array;

	/** @param root of the trie of accounts; the empty trie's when left out */
	constructor(store: NodeStore, root: Hash = emptyRootHash) {
		this.store = store;
		this.#root = hexToBytes(root);
	}

	/** The state root. */
	get root(): Hash {
		return bytesToHex(this.#root);
	}

	/** The state root's 32 bytes. */
	get rootBytes(): Uint8Array {
		return this.#root.slice();
	}

	/**
	 * @throws {MissingNodeError} a node on the way is not in the store
	 * @throws {InvalidNodeError} the store has what belongs to no state
	 */
	getAccount(address: Address): AccountLeaf | undefined {
		const value = readTrie(this.store, this.#root, hashAddress(address));
		return value === undefined ? undefined : decodeAccount(value);
	}

	/**
	 * The value of a slot in the storage trie with this root, 0n when it is not set.
	 *
	 * @param storageRoot as `getAccount` gave it
	 * @param address whose storage it is
	 * @throws {MissingNodeError} a node on the way is not in the store
	 * @throws {InvalidNodeError} the store has what belongs to no state
	 */
	getSlot(address: Address, storageRoot: Hash, slot: bigint): bigint {
		if (storageRoot === emptyRootHash) return 0n;
		const value = readTrie(this.store, hexToBytes(storageRoot), hashSlot(slot), address);
		return value === undefined ? 0n : decodeSlotValue(value);
	}

	/**
	 * The state root after changes, which is the trie's root from then on. Only nodes on changed paths are read and hashed.
	 * Code is not looked at.
	 *
	 * @param changes at most one per account
	 * @throws {MissingNodeError} a node that is needed is not in the store; the trie is then as it was
	 * @throws {DuplicateChangeError} an account is named twice
	 */
	applyChanges(changes: StateChanges): Hash {
		const hashes = changes.map(({ address }) => hashAddress(address));
		const order = sortKeys(hashes);
		const keys: Uint8Array[] = [];
		const values: Uint8Array[] = [];
		const sorted: AccountChange[] = [];
		for (const index of order) {
			const change = changes[index]!;
			if (sorted.at(-1)?.address === change.address) {
				throw new DuplicateChangeError(`The account ${change.address} is changed twice`);
			}
			sorted.push(change);
			keys.push(hashes[index]!);
			values.push(change.account === undefined ? emptyBytes : laterValue);
		}
		const resolve = (index: number, old: Uint8Array): Uint8Array => this.#encodeChanged(sorted[index]!, old);
		accountUpdater ??= new TrieUpdater();
		this.#root = accountUpdater.update(this.store, this.#root, { keys, values, resolve });
		return this.root;
	}

	/** What the trie holds of an account after its change. */
	#encodeChanged({ address, account, storageCleared, storage }: AccountChange, old: Uint8Array): Uint8Array {
		if (account === undefined) return emptyBytes;
		let root = storageCleared || old.length === 0 ? emptyRootBytes : storageRootOf(old);
		if (storage.size > 0) root = this.#updateStorage(address, root, storage);
		const { nonce, balance, codeHash } = account;
		return encodeAccountLeaf(
			nonce,
			balance,
			root,
			codeHash === emptyCodeHash ? emptyCodeHashBytes : hexToBytes(codeHash),
		);
	}

	#updateStorage(address: Address, root: Uint8Array, storage: ReadonlyMap<bigint, bigint>): Uint8Array {
		const hashes: Uint8Array[] = [];
		const encoded: Uint8Array[] = [];
		for (const [slot, value] of storage) {
			hashes.push(hashSlot(slot));
			encoded.push(encodeStorageValue(value));
		}
		const keys: Uint8Array[] = [];
		const values: Uint8Array[] = [];
		for (const index of sortKeys(hashes)) {
			keys.push(hashes[index]!);
			values.push(encoded[index]!);
		}
		storageUpdater ??= new TrieUpdater();
		return storageUpdater.update(this.store, root, { keys, values }, address);
	}
}

/** Shared by all states. Tries of storage are updated in the midst of an update of accounts. */
let accountUpdater: TrieUpdater | undefined;
let storageUpdater: TrieUpdater | undefined;

const emptyCodeHashBytes = hexToBytes(emptyCodeHash);
