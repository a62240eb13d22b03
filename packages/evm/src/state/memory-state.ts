import { type Address, type Hash, parseAddress } from "../bytes/address.js";
import { emptyBytes } from "../bytes/bytes.js";
import { bytesToHex } from "../bytes/hex.js";
import { emptyCodeHash, keccak256 } from "../crypto/keccak256.js";
import type { AccountState, StateChanges, StateDatabase } from "./database.js";
import { computeStateRoot, computeStorageRoot } from "./trie/state-root.js";

/** An account given whole: what is left out is zero or empty. */
export interface AccountInput {
	readonly nonce?: bigint;
	readonly balance?: bigint;
	readonly code?: Uint8Array;
	readonly storage?: Iterable<readonly [slot: bigint, value: bigint]>;
}

interface MemoryAccount {
	nonce: bigint;
	balance: bigint;
	codeHash: Hash;
	storage: Map<bigint, bigint>;
}

/** A world state in memory: a map of accounts, and code by hash. */
export class MemoryState implements StateDatabase {
	readonly #accounts = new Map<Address, MemoryAccount>();
	readonly #codes = new Map<Hash, Uint8Array>();
	#version = 0;

	/** @param accounts address → account */
	constructor(accounts: Readonly<Record<string, AccountInput>> = {}) {
		for (const [address, account] of Object.entries(accounts)) this.setAccount(parseAddress(address), account);
	}

	get version(): number {
		return this.#version;
	}

	/** Replaces an account, its storage included. */
	setAccount(address: Address, account: AccountInput): void {
		this.#version++;
		const storage = new Map<bigint, bigint>();
		for (const [slot, value] of account.storage ?? []) if (value !== 0n) storage.set(slot, value);
		this.#accounts.set(address.toLowerCase() as Address, {
			nonce: account.nonce ?? 0n,
			balance: account.balance ?? 0n,
			codeHash: this.#storeCode(account.code ?? emptyBytes),
			storage,
		});
	}

	deleteAccount(address: Address): void {
		this.#version++;
		this.#accounts.delete(address.toLowerCase() as Address);
	}

	#storeCode(code: Uint8Array): Hash {
		if (code.length === 0) return emptyCodeHash;
		const hash = bytesToHex(keccak256(code));
		this.#codes.set(hash, code.slice());
		return hash;
	}

	getAccount(address: Address): AccountState | undefined {
		const account = this.#accounts.get(address);
		if (account === undefined) return undefined;
		const { nonce, balance, codeHash, storage } = account;
		return { nonce, balance, codeHash, hasStorage: storage.size > 0 };
	}

	getCode(codeHash: Hash): Uint8Array {
		return this.#codes.get(codeHash) ?? emptyBytes;
	}

	getStorage(address: Address, slot: bigint): bigint {
		return this.#accounts.get(address)?.storage.get(slot) ?? 0n;
	}

	applyChanges(changes: StateChanges): void {
		for (const change of changes) {
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
		return this.#accounts.get(address)?.storage ?? new Map();
	}

	/** Root of the Merkle Patricia trie of all accounts (Yellow Paper 4.1). */
	stateRoot(): Hash {
		const accounts = this.#accounts;
		return computeStateRoot(
			(function* () {
				for (const [address, { nonce, balance, codeHash, storage }] of accounts) {
					yield { address, nonce, balance, codeHash, storageRoot: computeStorageRoot(storage) };
				}
			})(),
		);
	}
}
