import type {
	AccountChange,
	AccountState,
	Address,
	Hash,
	MaybePromise,
	StateChanges,
	StateDatabase,
} from "@evmore/evm";
import { bytesToHex, concatBytes, hexToBytes } from "@evmore/evm/bytes";
import { emptyCodeHash, keccak256 } from "@evmore/evm/crypto";
import { type StateStore, TrieState } from "@evmore/evm/state";

/** What a mark's nonce says: some slots were set to zero here, or nothing of the base counts any more. */
const someSlots = 1n;
const everything = 2n;

const salt = new TextEncoder().encode("evmore overlay");

/**
 * A state over another one that has no trie here: what was written is in tries of its own, everything else is read from the base.
 * Its root names what was written, and is no root of the whole.
 *
 * A trie cannot tell "set to zero" from "never written". An account of its own for each address, the mark, does: its storage has
 * the slots that were set to zero. So everything there is to know is under one root, as in any other state.
 */
export class OverlayState implements StateDatabase {
	readonly #own: TrieState;
	readonly #store: StateStore;
	readonly #base: StateDatabase;

	/** @param root - of what was written so far */
	constructor(store: StateStore, root: Hash, base: StateDatabase) {
		this.#store = store;
		this.#own = new TrieState(store, root);
		this.#base = base;
	}

	getAccount(address: Address): MaybePromise<AccountState | undefined> {
		const own = this.#own.getAccount(address);
		const isHidden = this.#own.getAccount(markOf(address))?.nonce === everything;
		if (own !== undefined) {
			// What has no code has no storage either, but for a handful of accounts of mainnet.
			return { ...own, hasStorage: own.hasStorage || (!isHidden && own.codeHash !== emptyCodeHash) };
		}
		return isHidden ? undefined : this.#base.getAccount(address);
	}

	getCode(codeHash: Hash, address: Address): MaybePromise<Uint8Array> {
		if (codeHash === emptyCodeHash) return new Uint8Array(0);
		return this.#store.getCode(codeHash) ?? this.#base.getCode(codeHash, address);
	}

	getStorage(address: Address, slot: bigint): MaybePromise<bigint> {
		const own = this.#own.getStorage(address, slot);
		if (own !== 0n) return own;
		const mark = this.#own.getAccount(markOf(address));
		if (mark !== undefined && (mark.nonce === everything || this.#own.getStorage(markOf(address), slot) !== 0n))
			return 0n;
		return this.#base.getStorage(address, slot);
	}

	/** Whether the account has code that was written here. */
	hasOwnCode(address: Address): boolean {
		const own = this.#own.getAccount(address);
		return own !== undefined && this.#store.getCode(own.codeHash) !== undefined;
	}

	getBlockHash(number: bigint): MaybePromise<Hash | undefined> {
		return this.#base.getBlockHash?.(number);
	}

	applyChanges(changes: StateChanges): void {
		const marks = changes.map((change) => this.#mark(change)).filter((mark) => mark !== undefined);
		this.#own.applyChanges(changes);
		if (marks.length > 0) this.#own.applyChanges(marks);
	}

	/** Root of what was written. */
	stateRoot(): Hash {
		return this.#own.stateRoot();
	}

	#mark({ address, account, storageCleared, storage }: AccountChange): AccountChange | undefined {
		const mark = markOf(address);
		const known = this.#own.getAccount(mark)?.nonce;
		if (known === everything) return undefined;
		if (account === undefined || storageCleared) return createMark(mark, everything, new Map());
		const zeros = [...storage].filter(([, value]) => value === 0n);
		if (zeros.length === 0) return undefined;
		return createMark(mark, someSlots, new Map(zeros.map(([slot]) => [slot, 1n])));
	}
}

function createMark(address: Address, nonce: bigint, storage: ReadonlyMap<bigint, bigint>): AccountChange {
	const account = { nonce, balance: 0n, codeHash: emptyCodeHash };
	return { address, account, code: undefined, storageCleared: nonce === everything, storage };
}

/** Addresses asked for last; an address costs a hash. */
const marks = new Map<Address, Address>();
const maxMarks = 4096;

function markOf(address: Address): Address {
	let mark = marks.get(address);
	if (mark === undefined) {
		mark = bytesToHex(keccak256(concatBytes(salt, hexToBytes(address))).subarray(12));
		if (marks.size >= maxMarks) marks.clear();
		marks.set(address, mark);
	}
	return mark;
}
