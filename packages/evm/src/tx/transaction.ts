import type { Address, Hash } from "../bytes/address.js";

/** EIP-2718 types; 0 stands for a legacy transaction, which has no type byte. */
export type TransactionType = 0 | 1 | 2 | 3 | 4;

/** An ECDSA signature over secp256k1 as the transaction carries it. */
export interface TransactionSignature {
	readonly r: bigint;
	readonly s: bigint;
	/**
	 * As encoded. Legacy: 27 or 28, or 35 or 36 plus twice the chain id (EIP-155). Typed: the parity of y, 0 or 1.
	 * A decoded transaction may hold anything else: `checkSignature` judges.
	 */
	readonly v: bigint;
}

/** An address and the storage slots of it that are warm from the start (EIP-2930). */
export interface AccessListEntry {
	readonly address: Address;
	readonly storageKeys: readonly bigint[];
}

/** Leave of an account to run the code of another one (EIP-7702). It may be invalid without the transaction being so. */
export interface Authorization {
	/** 0: any chain. Up to 256 bits. */
	readonly chainId: bigint;
	readonly address: Address;
	/** Up to 64 bits. */
	readonly nonce: bigint;
	/** Up to 8 bits; only 0 and 1 are good. */
	readonly yParity: number;
	readonly r: bigint;
	readonly s: bigint;
}

interface TransactionFields {
	/** Up to 64 bits. */
	readonly nonce: bigint;
	/** Up to 64 bits. */
	readonly gasLimit: bigint;
	/** The callee; undefined: a contract is created. */
	readonly to: Address | undefined;
	/** Wei. */
	readonly value: bigint;
	/** Call data, or initcode where `to` is undefined. */
	readonly data: Uint8Array;
	/** Undefined: not signed (yet). */
	readonly signature: TransactionSignature | undefined;
}

interface GasPriceFields {
	/** Wei per gas. */
	readonly gasPrice: bigint;
}

interface FeeMarketFields {
	/** Most wei per gas in all (EIP-1559). */
	readonly maxFeePerGas: bigint;
	/** Most wei per gas for the block's producer. */
	readonly maxPriorityFeePerGas: bigint;
}

interface TypedFields {
	readonly chainId: bigint;
	readonly accessList: readonly AccessListEntry[];
}

/** The form of 2015, with EIP-155's chain id in the signature or without. */
export interface LegacyTransaction extends TransactionFields, GasPriceFields {
	readonly type: 0;
	/** Undefined: good on every chain. */
	readonly chainId: bigint | undefined;
}

/** EIP-2930. */
export interface AccessListTransaction extends TransactionFields, GasPriceFields, TypedFields {
	readonly type: 1;
}

/** EIP-1559. */
export interface FeeMarketTransaction extends TransactionFields, FeeMarketFields, TypedFields {
	readonly type: 2;
}

/** EIP-4844, without the blobs themselves. */
export interface BlobTransaction extends TransactionFields, FeeMarketFields, TypedFields {
	readonly type: 3;
	/** Most wei per blob gas. */
	readonly maxFeePerBlobGas: bigint;
	readonly blobVersionedHashes: readonly Hash[];
}

/** EIP-7702. */
export interface SetCodeTransaction extends TransactionFields, FeeMarketFields, TypedFields {
	readonly type: 4;
	readonly authorizationList: readonly Authorization[];
}

/** Every kind of transaction, told apart by `type`. */
export type Transaction =
	| LegacyTransaction
	| AccessListTransaction
	| FeeMarketTransaction
	| BlobTransaction
	| SetCodeTransaction;
