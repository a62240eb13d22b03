import { type Address, type Hash, parseAddress } from "../bytes/address.js";
import { emptyBytes } from "../bytes/bytes.js";
import { bytesToHex, type Hex, hexToBytes } from "../bytes/hex.js";
import { emptyCodeHash, keccak256 } from "../crypto/keccak256.js";
import { checkBigInt } from "../errors/invalid-parameter-error.js";
import type { AccountChange, AccountState, StateChanges, StateDatabase } from "./database.js";
import { copyStateTrie } from "./trie/copy-state-trie.js";
import { MemoryNodeStore } from "./trie/memory-node-store.js";
import { StateTrie } from "./trie/state-trie.js";

/** An account given whole: what is left out is zero or empty. */
export interface AccountInput {
	readonly nonce?: bigint;
	readonly balance?: bigint;
	/** Bytes, or hex with 0x. */
	readonly code?: Uint8Array | Hex;
	readonly storage?: Iterable<readonly [slot: bigint, value: bigint]>;
}

interface MemoryAccount {
	nonce: bigint;
	balance: bigint;
	codeHash: Hash;
	storage: Map<bigint, bigint>;
}

/** Nodes of tries, in bytes, that are left alone: cleaning up begins when there are twice as many as needed, and more than this. */
const minGarbageBytes = 1 << 20;

/** Stands for all slots of an account: its storage was replaced. */
const allSlots = "all";

/** A world state in memory: a map of accounts, and code by hash. */
export class MemoryState implements StateDatabase {
	readonly #accounts = new Map<Address, MemoryAccount>();
	readonly #codes = new Map<Hash, Uint8Array>();
	#version = 0;
	/** The tries as of the last state root, once one was asked for. */
	#trie: StateTrie | undefined;
	#trieNodes = new MemoryNodeStore();
	/** Bytes of nodes after the last cleaning up. */
	#neededBytes = 0;
	/** What changed since, and the slots that did. */
	readonly #changed = new Map<Address, Set<bigint> | typeof allSlots>();

	/** @param accounts address → account */
	constructor(accounts: Readonly<Record<string, AccountInput>> = {}) {
		for (const [address, account] of Object.entries(accounts)) this.setAccount(parseAddress(address), account);
	}

	get version(): number {
		return this.#version;
	}

	/** Replaces an account, its storage included. */
	setAccount(address: Address, account: AccountInput): void {
		if (account.nonce !== undefined) checkBigInt(`The nonce of ${address}`, account.nonce);
		if (account.balance !== undefined) checkBigInt(`The balance of ${address}`, account.balance);
		this.#version++;
		const storage = new Map<bigint, bigint>();
		for (const [slot, value] of account.storage ?? []) if (value !== 0n) storage.set(slot, value);
		const key = address.toLowerCase() as Address;
		this.#markReplaced(key);
		this.#accounts.set(key, {
			nonce: account.nonce ?? 0n,
			balance: account.balance ?? 0n,
			codeHash: this.#storeCode(account.code ?? emptyBytes),
			storage,
		});
	}

	deleteAccount(address: Address): void {
		this.#version++;
		const key = address.toLowerCase() as Address;
		this.#markReplaced(key);
		this.#accounts.delete(key);
	}

	#storeCode(given: Uint8Array | Hex): Hash {
		const code = typeof given === "string" ? hexToBytes(given) : given;
		if (code.length === 0) return emptyCodeHash;
		const hash = bytesToHex(keccak256(code));
		this.#codes.set(hash, code.slice());
		return hash;
	}

	getAccount(address: Address): AccountState | undefined {
		const account = this.#find(address);
		if (account === undefined) return undefined;
		const { nonce, balance, codeHash, storage } = account;
		return { nonce, balance, codeHash, hasStorage: storage.size > 0 };
	}

	/** Addresses may have a checksum; the engine's have none. */
	#find(address: Address): MemoryAccount | undefined {
		return this.#accounts.get(address) ?? this.#accounts.get(address.toLowerCase() as Address);
	}

	getCode(codeHash: Hash): Uint8Array {
		return this.#codes.get(codeHash) ?? emptyBytes;
	}

	getStorage(address: Address, slot: bigint): bigint {
		return this.#find(address)?.storage.get(slot) ?? 0n;
	}

	applyChanges(changes: StateChanges): void {
		this.#version++;
		for (const change of changes) {
			if (change.account === undefined || change.storageCleared) this.#markReplaced(change.address);
			else this.#markChanged(change.address, change.storage.keys());
			if (change.account === undefined) {
				this.#accounts.delete(change.address);
				continue;
			}
			const { nonce, balance, codeHash } = change.account;
			if (change.code !== undefined) this.#codes.set(codeHash, change.code);
			let account = this.#accounts.get(change.address);
			if (account === undefined) {
				account = { nonce, balance, codeHash, storage: new Map() };
				this.#accounts.set(change.address, account);
			} else {
				account.nonce = nonce;
				account.balance = balance;
				account.codeHash = codeHash;
				if (change.storageCleared) account.storage.clear();
			}
			for (const [slot, value] of change.storage) {
				if (value === 0n) account.storage.delete(slot);
				else account.storage.set(slot, value);
			}
		}
	}

	/** All addresses, in the order they were first set. */
	addresses(): IterableIterator<Address> {
		return this.#accounts.keys();
	}

	/** The non-zero slots of an account. */
	storageOf(address: Address): ReadonlyMap<bigint, bigint> {
		return this.#find(address)?.storage ?? new Map();
	}

	/**
	 * Root of the Merkle Patricia trie of all accounts (Yellow Paper 4.1). The first call computes it from all of the state,
	 * later ones from what changed since the last.
	 */
	stateRoot(): Hash {
		const isFirst = this.#trie === undefined;
		if (this.#trie === undefined) {
			this.#trie = new StateTrie(this.#trieNodes);
			for (const address of this.#accounts.keys()) this.#changed.set(address, allSlots);
		}
		const changes: AccountChange[] = [];
		for (const [address, slots] of this.#changed) changes.push(this.#describeChange(address, slots));
		this.#trie.applyChanges(changes);
		this.#changed.clear();
		if (isFirst) this.#neededBytes = this.#trieNodes.sizeBytes;
		else this.#dropOldNodes(this.#trie);
		return this.#trie.root;
	}

	#markReplaced(address: Address): void {
		if (this.#trie !== undefined) this.#changed.set(address, allSlots);
	}

	#markChanged(address: Address, slots: Iterable<bigint>): void {
		if (this.#trie === undefined) return;
		let known = this.#changed.get(address);
		if (known === allSlots) return;
		if (known === undefined) {
			known = new Set();
			this.#changed.set(address, known);
		}
		for (const slot of slots) known.add(slot);
	}

	#describeChange(address: Address, slots: Set<bigint> | typeof allSlots): AccountChange {
		const account = this.#accounts.get(address);
		const storageCleared = slots === allSlots;
		if (account === undefined || storageCleared) {
			return { address, account, code: undefined, storageCleared, storage: account?.storage ?? new Map() };
		}
		const storage = new Map<bigint, bigint>();
		for (const slot of slots) storage.set(slot, account.storage.get(slot) ?? 0n);
		return { address, account, code: undefined, storageCleared, storage };
	}

	/** Keeps the nodes of the current tries alone, when the others have become as many. */
	#dropOldNodes(trie: StateTrie): void {
		const { sizeBytes } = this.#trieNodes;
		if (sizeBytes <= 2 * this.#neededBytes + minGarbageBytes) return;
		const nodes = new MemoryNodeStore();
		copyStateTrie(this.#trieNodes, trie.rootBytes, nodes);
		this.#trieNodes = nodes;
		this.#trie = new StateTrie(nodes, trie.root);
		this.#neededBytes = nodes.sizeBytes;
	}
}
