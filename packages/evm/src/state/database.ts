import type { Address, Hash } from "../bytes/address.js";

/** A value now, or a promise of it. */
export type MaybePromise<T> = T | Promise<T>;

/** An account as the state holds it. */
export interface AccountState {
	/** At most 2^64 - 1. */
	readonly nonce: bigint;
	/** Wei. */
	readonly balance: bigint;
	/** keccak256 of the code; `emptyCodeHash` for none. */
	readonly codeHash: Hash;
	/** Does its storage hold anything? When in doubt, true. */
	readonly hasStorage: boolean;
}

/**
 * Where the engine reads state from. A read answers at once or with a promise: the synchronous API needs answers at
 * once, the asynchronous one suspends the running frame until the promise is fulfilled.
 */
export interface StateDatabase {
	/** The account, or undefined when there is none. */
	getAccount(address: Address): MaybePromise<AccountState | undefined>;
	/** The code with this hash; asked only for hashes that `getAccount` gave. */
	getCode(codeHash: Hash, address: Address): MaybePromise<Uint8Array>;
	/** The value of a storage slot, 0n when it is not set. */
	getStorage(address: Address, slot: bigint): MaybePromise<bigint>;
	/** The hash of the block with this number; undefined: not known, BLOCKHASH then answers 0. */
	getBlockHash?(number: bigint): MaybePromise<Hash | undefined>;
	/** Takes over what execution changed. A database without it is never changed. */
	applyChanges?(changes: StateChanges): void;
	/**
	 * A number that differs whenever the content was changed: what somebody else has read before then counts no more. Without it
	 * nobody but the one who reads may change the content, and only by `applyChanges`.
	 */
	readonly version?: number;
}

/** What became of one account. */
export interface AccountChange {
	readonly address: Address;
	/** The account as it is now; undefined: deleted. */
	readonly account: Omit<AccountState, "hasStorage"> | undefined;
	/** Its code, when it has any and the database may not know it. */
	readonly code: Uint8Array | undefined;
	/** All storage it had before is gone; `storage` holds what was written since. */
	readonly storageCleared: boolean;
	/** Slots written: 0n deletes. */
	readonly storage: ReadonlyMap<bigint, bigint>;
}

/** What execution changed, one entry per account. */
export type StateChanges = readonly AccountChange[];
