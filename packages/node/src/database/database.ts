import type { Address, Hash, Hex } from "@evmore/evm";
import type { Receipt, SizedBlock } from "@evmore/evm/block";
import type { StateStore } from "@evmore/evm/state";

/** A block and what is kept with it. */
export interface StoredBlock {
	readonly block: SizedBlock;
	readonly receipts: readonly Receipt[];
	/** Who sent each transaction. Signatures do not tell it of impersonated senders. */
	readonly senders: readonly Address[];
	/** Of each transaction. */
	readonly hashes: readonly Hash[];
	/** Sum of the difficulties up to and with this block. */
	readonly totalDifficulty: bigint;
	/** Root of the state that follows it: the header's, until a setter changed the state. */
	readonly stateRoot: Hash;
}

/** Where a transaction of the canonical chain stands. */
export interface TransactionPlace {
	readonly blockHash: Hash;
	readonly index: number;
}

/** What becomes part of a state's store: nodes and code by hash, and the addresses and slots that hashes stand for. */
export interface StateWrites {
	readonly nodes: readonly (readonly [hash: Uint8Array, node: Uint8Array])[];
	readonly codes: readonly (readonly [hash: Hash, code: Uint8Array])[];
	/** keccak256 → the address (20 bytes) or slot (32 bytes) of which it is the hash. */
	readonly preimages: readonly (readonly [hash: Hash, value: Hex])[];
}

/** What several states need, as one. */
export function joinWrites(writes: readonly StateWrites[]): StateWrites {
	return {
		nodes: writes.flatMap(({ nodes }) => nodes),
		codes: writes.flatMap(({ codes }) => codes),
		preimages: writes.flatMap(({ preimages }) => preimages),
	};
}

/** Characters of an address; what else preimages hold are slots. */
const addressLength = 42;

/** The accounts that were written, changed or not. */
export function writtenAccounts({ preimages }: StateWrites): Address[] {
	const accounts: Address[] = [];
	for (const [, value] of preimages) if (value.length === addressLength) accounts.push(value);
	return accounts;
}

/** Everything that happens at once: all of it is kept, or nothing. */
export interface Commit {
	readonly state?: StateWrites;
	/** Added, or replaced (a setter changed the state that follows). */
	readonly blocks?: readonly StoredBlock[];
	/** The canonical chain from now on, where it changes; undefined: no block has this number. */
	readonly canonical?: readonly (readonly [number: bigint, hash: Hash | undefined])[];
	readonly head?: Hash;
	/** What `getRules` answers from now on. */
	readonly rules?: string;
}

/** What a node keeps. All reads answer at once; a commit is durable when its promise is fulfilled. */
export interface Database extends StateStore {
	getBlock(hash: Hash): StoredBlock | undefined;
	getCanonicalHash(number: bigint): Hash | undefined;
	getHead(): Hash | undefined;
	/** Of a transaction of the canonical chain. */
	getTransactionPlace(hash: Hash): TransactionPlace | undefined;
	getPreimage(hash: Hash): Hex | undefined;
	/** The rules of the chain that is kept, as text; of a database that is not for others to open it need not be known. */
	getRules?(): string | undefined;
	commit(changes: Commit): void | Promise<void>;
	close(): void | Promise<void>;
}
