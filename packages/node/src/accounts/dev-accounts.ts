import { type Address, hexToBytes, signTransaction, type Transaction } from "@evmore/evm";
import { bigIntToBytes, bytesToHex, type Hex } from "@evmore/evm/bytes";
import { privateKeyToAddress, type Signature, signHash } from "@evmore/evm/crypto";
import { RpcError } from "../errors/rpc-error.js";
import { deriveKeys } from "./derive-keys.js";

/** The mnemonic of every development node: its keys are known to everybody. */
export const defaultMnemonic = "test test test test test test test test test test test junk";

const defaultDerivationPath = "m/44'/60'/0'/0/";

export interface DevAccountsOptions {
	readonly mnemonic: string;
	readonly count: number;
	/** Default: `m/44'/60'/0'/0/`. */
	readonly derivationPath?: string | undefined;
	/** Further keys, 32 bytes each. */
	readonly privateKeys?: readonly Hex[];
}

/** Keys of this node's accounts, and accounts in whose name anybody may send. */
export class DevAccounts {
	readonly #keys = new Map<Address, Uint8Array>();
	readonly #impersonated = new Set<Address>();
	/** Anybody may send in the name of everybody. */
	impersonatesAll = false;

	private constructor(keys: readonly Uint8Array[]) {
		for (const key of keys) this.#keys.set(privateKeyToAddress(key), key);
	}

	static async create({
		mnemonic,
		count,
		derivationPath = defaultDerivationPath,
		privateKeys = [],
	}: DevAccountsOptions): Promise<DevAccounts> {
		const derived = await deriveKeys(mnemonic, derivationPath, count);
		return new DevAccounts([...derived, ...privateKeys.map((key) => hexToBytes(key))]);
	}

	/** In the order of their derivation. */
	get addresses(): readonly Address[] {
		return [...this.#keys.keys()];
	}

	/** Of the accounts with keys. */
	get privateKeys(): readonly Hex[] {
		return [...this.#keys.values()].map((key) => bytesToHex(key));
	}

	get impersonated(): readonly Address[] {
		return [...this.#impersonated];
	}

	has(address: Address): boolean {
		return this.#keys.has(address);
	}

	impersonate(address: Address): void {
		this.#impersonated.add(address);
	}

	/** @returns whether it was impersonated */
	stopImpersonating(address: Address): boolean {
		return this.#impersonated.delete(address);
	}

	isImpersonated(address: Address): boolean {
		return this.impersonatesAll || this.#impersonated.has(address);
	}

	/** @throws {RpcError} the account is not one of this node's */
	sign(address: Address, hash: Uint8Array): Signature {
		return signHash(hash, this.#keyOf(address));
	}

	/** Signs a transaction as others will check it. @throws {RpcError} the account is not one of this node's */
	signWithKey(address: Address, transaction: Transaction): Transaction {
		return signTransaction(transaction, this.#keyOf(address));
	}

	/**
	 * A transaction with its sender's signature; or, where there is no key, with one that no key gives, made of the address, so that
	 * hashes differ from sender to sender.
	 */
	markSender(address: Address, transaction: Transaction): Transaction {
		if (this.#keys.has(address)) return this.signWithKey(address, transaction);
		const v = transaction.type !== 0 ? 0n : transaction.chainId === undefined ? 27n : 35n + 2n * transaction.chainId;
		return { ...transaction, signature: { r: BigInt(address), s: BigInt(address), v } };
	}

	/** @throws {RpcError} nothing can be sent in the account's name */
	requireSigner(address: Address): void {
		if (this.has(address) || this.isImpersonated(address)) return;
		throw new RpcError("serverError", `unknown account ${address}: no key of it, and it is not impersonated`);
	}

	/** @throws {RpcError} nothing can be signed in the account's name */
	requireKey(address: Address): void {
		this.#keyOf(address);
	}

	#keyOf(address: Address): Uint8Array {
		const key = this.#keys.get(address);
		if (key !== undefined) return key;
		const rest = this.isImpersonated(address) ? "an impersonated account can send, but not sign" : "no key of it";
		throw new RpcError("serverError", `unknown account ${address}: ${rest}`);
	}
}

/** 65 bytes: r, s, and 27 or 28. */
export function encodeSignature({ r, s, yParity }: Signature): Hex {
	const bytes = new Uint8Array(65);
	bytes.set(bigIntToBytes(r, 32));
	bytes.set(bigIntToBytes(s, 32), 32);
	bytes[64] = 27 + yParity;
	return bytesToHex(bytes);
}
