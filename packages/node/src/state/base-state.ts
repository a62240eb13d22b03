import type { Address, StateDatabase } from "@evmore/evm";

/** An account, and slots of it. */
export interface AccessedAccount {
	readonly address: Address;
	readonly storageKeys: readonly bigint[];
}

/** A state that others build on, which takes time to read. */
export interface BaseState extends StateDatabase {
	/** Reads accounts and slots ahead, all of them at once. */
	prefetch(accounts: readonly AccessedAccount[]): Promise<void>;
}
