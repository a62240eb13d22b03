import { type AccountState, type Address, bytesToHex, type Hash, type MaybePromise } from "@evmore/evm";
import { emptyCodeHash, keccak256 } from "@evmore/evm/crypto";
import type { AccessedAccount, BaseState } from "../state/base-state.js";
import type { RemoteAnswers } from "./remote-cache.js";
import { remoteFailure } from "./remote-error.js";
import { readBlockHash, readBytes, readStorageWord, readUint64, readWord, toQuantity } from "./remote-values.js";
import type { RpcTransport } from "./rpc-transport.js";

/**
 * The state after a block of a remote node. What was read once is known: then it answers at once, before that with a promise.
 * Everything asked for in the same turn goes in one message.
 */
export class RemoteState implements BaseState {
	readonly #transport: RpcTransport;
	readonly #answers: RemoteAnswers;
	readonly #number: bigint;
	readonly #block: string;
	readonly #accounts = new Map<Address, MaybePromise<AccountState | undefined>>();
	readonly #slots = new Map<string, MaybePromise<bigint>>();
	readonly #codes = new Map<Hash, Uint8Array>();
	readonly #hashes = new Map<bigint, MaybePromise<Hash | undefined>>();

	constructor(transport: RpcTransport, answers: RemoteAnswers, number: bigint) {
		this.#transport = transport;
		this.#answers = answers;
		this.#number = number;
		this.#block = toQuantity(number);
	}

	getAccount(address: Address): MaybePromise<AccountState | undefined> {
		return remember(this.#accounts, address, () => this.#readAccount(address));
	}

	getStorage(address: Address, slot: bigint): MaybePromise<bigint> {
		const key = `0x${slot.toString(16).padStart(64, "0")}`;
		return remember(this.#slots, address + key, () =>
			this.#ask(readStorageWord, "eth_getStorageAt", address, key, this.#block),
		);
	}

	/** The code of an account that still has the code it had. */
	getCode(codeHash: Hash, address: Address): MaybePromise<Uint8Array> {
		return this.#codes.get(codeHash) ?? this.#readCodeOf(codeHash, address);
	}

	/** The hash of a block up to this one. */
	getBlockHash(number: bigint): MaybePromise<Hash | undefined> {
		if (number > this.#number) return undefined;
		return remember(this.#hashes, number, () =>
			this.#ask(readBlockHash, "eth_getBlockByNumber", toQuantity(number), false),
		);
	}

	async prefetch(accounts: readonly AccessedAccount[]): Promise<void> {
		await Promise.all(
			accounts.flatMap(({ address, storageKeys }): unknown[] => [
				this.getAccount(address),
				...storageKeys.map((slot) => this.getStorage(address, slot)),
			]),
		);
	}

	async #readAccount(address: Address): Promise<AccountState | undefined> {
		const [balance, nonce, code] = await Promise.all([
			this.#ask(readWord, "eth_getBalance", address, this.#block),
			this.#ask(readUint64, "eth_getTransactionCount", address, this.#block),
			this.#ask(readBytes, "eth_getCode", address, this.#block),
		]);
		if (balance === 0n && nonce === 0n && code.length === 0) return undefined;
		// No method tells whether there is storage. What has no code has none, but for a handful of accounts of mainnet.
		return { balance, nonce, codeHash: this.#keepCode(code), hasStorage: code.length > 0 };
	}

	async #readCodeOf(codeHash: Hash, address: Address): Promise<Uint8Array> {
		const code = await this.#ask(readBytes, "eth_getCode", address, this.#block);
		if (this.#keepCode(code) !== codeHash)
			throw remoteFailure("eth_getCode", `the code of ${address} has another hash than before`);
		return code;
	}

	#keepCode(code: Uint8Array): Hash {
		if (code.length === 0) return emptyCodeHash;
		const codeHash: Hash = bytesToHex(keccak256(code));
		this.#codes.set(codeHash, code);
		return codeHash;
	}

	/** @param read - what the answer must be: nothing else is kept */
	async #ask<T>(
		read: (method: string, answer: unknown) => T,
		method: string,
		...params: readonly unknown[]
	): Promise<T> {
		const key = JSON.stringify([method, ...params]);
		const kept = this.#answers.get(key);
		if (kept !== undefined) {
			try {
				return read(method, kept);
			} catch {
				// A file of answers is no authority: what makes no sense in it is asked for again.
			}
		}
		const answer = await this.#transport.request(method, params);
		const value = read(method, answer);
		this.#answers.set(key, answer);
		return value;
	}
}

/** The value of a key, asked for at most once; what could not be had is asked for again. */
function remember<K, T>(known: Map<K, MaybePromise<T>>, key: K, read: () => Promise<T>): MaybePromise<T> {
	if (known.has(key)) return known.get(key)!;
	const promise = read().then(
		(value) => {
			known.set(key, value);
			return value;
		},
		(error: unknown) => {
			known.delete(key);
			throw error;
		},
	);
	known.set(key, promise);
	return promise;
}
