import type { AccountState, Address, Hash, Hex, StateChanges, StateDatabase } from "@evmore/evm";
import { MemoryState } from "@evmore/evm";

/** A state behind a network: every read answers with a promise. Counts reads, and fails those it is told to. */
export class SlowState implements StateDatabase {
	readonly inner: MemoryState;
	/** What was read, in order: `account 0x…`, `code 0x…`, `slot 0x… 5`, `block 7`. */
	readonly reads: string[] = [];
	/** Asked before each read; an answer rejects it. */
	fail: (read: string) => Error | undefined = () => undefined;
	/** Resolves when a read may go on. */
	gate: Promise<void> = Promise.resolve();

	constructor(inner: MemoryState = new MemoryState()) {
		this.inner = inner;
	}

	get version(): number {
		return this.inner.version;
	}

	async #answer<T>(read: string, answer: () => T): Promise<T> {
		this.reads.push(read);
		const error = this.fail(read);
		await this.gate;
		await Promise.resolve();
		if (error !== undefined) throw error;
		return answer();
	}

	getAccount(address: Address): Promise<AccountState | undefined> {
		return this.#answer(`account ${address}`, () => this.inner.getAccount(address));
	}

	getCode(codeHash: Hash, address: Address): Promise<Uint8Array> {
		return this.#answer(`code ${address}`, () => this.inner.getCode(codeHash));
	}

	getStorage(address: Address, slot: bigint): Promise<bigint> {
		return this.#answer(`slot ${address} ${slot}`, () => this.inner.getStorage(address, slot));
	}

	getBlockHash(number: bigint): Promise<Hash> {
		return this.#answer(`block ${number}`, (): Hex => `0x${number.toString(16).padStart(64, "0")}`);
	}

	applyChanges(changes: StateChanges): void {
		this.inner.applyChanges(changes);
	}
}
