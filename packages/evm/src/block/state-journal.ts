import type { Address, Hash } from "../bytes/address.js";
import { BaseError } from "../errors/base-error.js";
import type { AccountChange, StateChanges, StateDatabase } from "../state/database.js";

/** A state that blocks are executed on: it takes changes, and knows its root. All its reads answer at once. */
export interface BlockState extends StateDatabase {
	applyChanges(changes: StateChanges): void;
	/** The non-zero slots of an account. */
	storageOf(address: Address): Iterable<readonly [slot: bigint, value: bigint]>;
	/** Root of the state trie with all changes so far. */
	stateRoot(): Hash;
}

/** A state that answers with promises was given where undoing has to read what was. */
export class AsynchronousBlockStateError extends BaseError {}

/** Changes of a state, and how to take them back. */
export class StateJournal {
	readonly #state: BlockState;
	readonly #changes: StateChanges[] = [];
	readonly #undo: StateChanges[] = [];

	constructor(state: BlockState) {
		this.#state = state;
	}

	/** Everything applied, in order. */
	get changes(): readonly StateChanges[] {
		return this.#changes;
	}

	/** What takes it back, applied in order. */
	get undo(): readonly StateChanges[] {
		return this.#undo;
	}

	apply(changes: StateChanges): void {
		if (changes.length === 0) return;
		this.#undo.unshift(changes.map((change) => readBefore(this.#state, change)));
		this.#changes.push(changes);
		this.#state.applyChanges(changes);
	}

	/** Takes everything back. */
	rollBack(): void {
		for (const changes of this.#undo) this.#state.applyChanges(changes);
		this.#undo.length = 0;
		this.#changes.length = 0;
	}
}

/** The change that restores what the account is now. */
function readBefore(state: BlockState, change: AccountChange): AccountChange {
	const { address } = change;
	const account = now(state.getAccount(address));
	if (account === undefined) {
		return { address, account: undefined, code: undefined, storageCleared: true, storage: new Map() };
	}
	const { nonce, balance, codeHash } = account;
	// A state never forgets a code: the hash brings it back.
	const before = { address, account: { nonce, balance, codeHash }, code: undefined };
	if (change.storageCleared || change.account === undefined) {
		return { ...before, storageCleared: true, storage: new Map(state.storageOf(address)) };
	}
	const storage = new Map<bigint, bigint>();
	for (const slot of change.storage.keys()) storage.set(slot, now(state.getStorage(address, slot)));
	return { ...before, storageCleared: false, storage };
}

function now<T>(answer: T | Promise<T>): T {
	if (answer instanceof Promise) {
		answer.catch(() => undefined);
		throw new AsynchronousBlockStateError("blocks are executed on a state that answers at once");
	}
	return answer;
}
