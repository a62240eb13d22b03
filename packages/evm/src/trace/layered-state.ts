import type { Address, Hash } from "../bytes/address.js";
import type { AccountState, MaybePromise, StateChanges, StateDatabase } from "../state/database.js";

interface ChangedAccount {
	account: Omit<AccountState, "hasStorage"> | undefined;
	/** Nothing of what lies below counts. */
	storageCleared: boolean;
	readonly storage: Map<bigint, bigint>;
}

/**
 * A state over another one, which is only read: it takes changes, and remembers what was read, so that a promise of the state below
 * is waited for once.
 */
export class LayeredState implements StateDatabase {
	readonly #below: StateDatabase;
	readonly #changed = new Map<Address, ChangedAccount>();
	readonly #codes = new Map<Hash, Uint8Array>();
	readonly #read = new Map<string, unknown>();
	/** Promises that have not been fulfilled. */
	readonly #open = new Set<Promise<unknown>>();

	constructor(below: StateDatabase) {
		this.#below = below;
	}

	/** Waits for all that was asked for and not answered at once. */
	async settle(): Promise<void> {
		await Promise.all(this.#open);
	}

	#remember<T>(key: string, ask: () => MaybePromise<T>): MaybePromise<T> {
		if (this.#read.has(key)) return this.#read.get(key) as MaybePromise<T>;
		const answer = ask();
		if (!(answer instanceof Promise)) return answer;
		const promise = answer.then((value) => {
			this.#read.set(key, value);
			return value;
		});
		this.#open.add(promise);
		const close = (): void => {
			this.#open.delete(promise);
		};
		promise.then(close, close);
		return promise;
	}

	getAccount(address: Address): MaybePromise<AccountState | undefined> {
		const changed = this.#changed.get(address);
		const below = (): MaybePromise<AccountState | undefined> =>
			this.#remember(address, () => this.#below.getAccount(address));
		if (changed === undefined) return below();
		const { account, storageCleared, storage } = changed;
		if (account === undefined) return undefined;
		const hasOwn = [...storage.values()].some((value) => value !== 0n);
		if (hasOwn || storageCleared) return { ...account, hasStorage: hasOwn };
		const before = below();
		if (!(before instanceof Promise)) return { ...account, hasStorage: before?.hasStorage ?? false };
		return before.then((state) => ({ ...account, hasStorage: state?.hasStorage ?? false }));
	}

	getCode(codeHash: Hash, address: Address): MaybePromise<Uint8Array> {
		return this.#codes.get(codeHash) ?? this.#remember(codeHash, () => this.#below.getCode(codeHash, address));
	}

	getStorage(address: Address, slot: bigint): MaybePromise<bigint> {
		const changed = this.#changed.get(address);
		const value = changed?.storage.get(slot);
		if (value !== undefined) return value;
		if (changed?.storageCleared) return 0n;
		return this.#remember(`${address} ${slot}`, () => this.#below.getStorage(address, slot));
	}

	getBlockHash(number: bigint): MaybePromise<Hash | undefined> {
		return this.#below.getBlockHash?.(number);
	}

	applyChanges(changes: StateChanges): void {
		for (const { address, account, code, storageCleared, storage } of changes) {
			if (account !== undefined && code !== undefined) this.#codes.set(account.codeHash, code);
			const known = this.#changed.get(address);
			if (known === undefined || storageCleared || account === undefined) {
				const cleared = storageCleared || account === undefined;
				this.#changed.set(address, { account, storageCleared: cleared, storage: new Map(storage) });
				continue;
			}
			known.account = account;
			for (const [slot, value] of storage) known.storage.set(slot, value);
		}
	}
}
