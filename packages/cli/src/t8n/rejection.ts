import type { Address } from "@evmore/evm/bytes";
import { checksumAddress } from "@evmore/evm/crypto";
import type { Spec } from "@evmore/evm/spec";
import {
	type BlobTransaction,
	intrinsicGas,
	maxCost,
	maxGasPrice,
	type SenderAccount,
	type Transaction,
	type TransactionException,
	type TransactionExceptionName,
} from "@evmore/evm/tx";

/** What a transaction was refused in. */
export interface RejectionContext {
	readonly spec: Spec;
	/** Wei per gas; 0 before there was one. */
	readonly baseFee: bigint;
	/** Wei per blob gas. */
	readonly blobBaseFee: bigint;
	/** Blob gas that the block's transactions have used. */
	readonly blobGasUsed: bigint;
	readonly sender: Address;
	readonly account: SenderAccount;
}

type Describe = (tx: Transaction, context: RejectionContext) => string;

/**
 * Why a transaction that has a sender is refused, in go-ethereum's words, by which test fillers know the fault. Of several
 * faults it is the one that the execution specification's tests name.
 */
export function describeRejection(tx: Transaction, context: RejectionContext, exception: TransactionException): string {
	const name = exception.slice("TransactionException.".length) as TransactionExceptionName;
	return texts[name]?.(tx, context) ?? exception;
}

function of({ sender }: RejectionContext): string {
	return `address ${checksumAddress(sender)}`;
}

function tipOf(tx: Transaction): bigint {
	return tx.type === 0 || tx.type === 1 ? tx.gasPrice : tx.maxPriorityFeePerGas;
}

function bitLength(value: bigint): number {
	return value.toString(2).length;
}

function blobsOf(tx: Transaction): BlobTransaction["blobVersionedHashes"] {
	return tx.type === 3 ? tx.blobVersionedHashes : [];
}

const texts: Readonly<Partial<Record<TransactionExceptionName, Describe>>> = {
	// The sender's account
	NONCE_MISMATCH_TOO_LOW: (tx, context) =>
		`nonce too low: ${of(context)}, tx: ${tx.nonce} state: ${context.account.nonce}`,
	NONCE_MISMATCH_TOO_HIGH: (tx, context) =>
		`nonce too high: ${of(context)}, tx: ${tx.nonce} state: ${context.account.nonce}`,
	NONCE_IS_MAX: (_tx, context) => `nonce has max value: ${of(context)}, nonce: ${context.account.nonce}`,
	SENDER_NOT_EOA: (_tx, context) => `sender not an eoa: ${of(context)}, len(code): ${context.account.code.length}`,
	INSUFFICIENT_ACCOUNT_FUNDS: describeFunds,
	GASLIMIT_PRICE_PRODUCT_OVERFLOW: describeFunds,
	VALUE_OVERFLOW: describeFunds,
	// Fees
	GASPRICE_OVERFLOW: (tx, context) =>
		`max fee per gas higher than 2^256-1: ${of(context)}, maxFeePerGas bit length: ${bitLength(maxGasPrice(tx))}`,
	PRIORITY_OVERFLOW: (tx, context) =>
		`max priority fee per gas higher than 2^256-1: ${of(context)}, maxPriorityFeePerGas bit length: ${bitLength(tipOf(tx))}`,
	PRIORITY_GREATER_THAN_MAX_FEE_PER_GAS: (tx, context) =>
		`max priority fee per gas higher than max fee per gas: ${of(context)}, maxPriorityFeePerGas: ${tipOf(tx)}, maxFeePerGas: ${maxGasPrice(tx)}`,
	INSUFFICIENT_MAX_FEE_PER_GAS: (tx, context) =>
		`max fee per gas less than block base fee: ${of(context)}, maxFeePerGas: ${maxGasPrice(tx)}, baseFee: ${context.baseFee}`,
	// Gas and size
	GAS_ALLOWANCE_EXCEEDED: () => "gas limit reached",
	GAS_LIMIT_EXCEEDS_MAXIMUM: (tx, { spec }) =>
		`transaction gas limit too high (cap: ${spec.parameters.maxTransactionGas}, tx: ${tx.gasLimit})`,
	INTRINSIC_GAS_TOO_LOW: (tx, { spec }) =>
		`intrinsic gas too low: have ${tx.gasLimit}, want ${intrinsicGas(tx, spec).intrinsic}`,
	INTRINSIC_GAS_BELOW_FLOOR_GAS_COST: (tx, { spec }) =>
		`insufficient gas for floor data gas cost: have ${tx.gasLimit}, want ${intrinsicGas(tx, spec).floor}`,
	INITCODE_SIZE_EXCEEDED: (tx, { spec }) =>
		`max initcode size exceeded: code size ${tx.data.length} limit ${spec.parameters.maxInitcodeSizeBytes}`,
	// Blobs
	TYPE_3_TX_ZERO_BLOBS: () => "blob transaction missing blob hashes",
	TYPE_3_TX_CONTRACT_CREATION: () => "blob transaction of type create",
	TYPE_3_TX_BLOB_COUNT_EXCEEDED: describeBlobCount,
	TYPE_3_TX_MAX_BLOB_GAS_ALLOWANCE_EXCEEDED: describeBlobGas,
	// The first byte is the version of the commitment (EIP-4844).
	TYPE_3_TX_INVALID_BLOB_VERSIONED_HASH: (tx) =>
		`blob ${blobsOf(tx).findIndex((hash) => !hash.startsWith("0x01"))} has invalid hash version`,
	INSUFFICIENT_MAX_FEE_PER_BLOB_GAS: (tx, context) =>
		`max fee per blob gas less than block blob gas fee: ${of(context)} blobGasFeeCap: ${
			tx.type === 3 ? tx.maxFeePerBlobGas : 0n
		}, blobBaseFee: ${context.blobBaseFee}`,
	// Authorizations
	TYPE_4_EMPTY_AUTHORIZATION_LIST: (_tx, { sender }) =>
		`EIP-7702 transaction with empty auth list (sender ${checksumAddress(sender)})`,
	TYPE_4_TX_CONTRACT_CREATION: (_tx, { sender }) =>
		`EIP-7702 transaction cannot be used to create contract (sender ${checksumAddress(sender)})`,
};

function describeFunds(tx: Transaction, context: RejectionContext): string {
	const cost = maxCost(tx, context.spec);
	const what = "insufficient funds for gas * price + value";
	return cost >> 256n === 0n
		? `${what}: ${of(context)} have ${context.account.balance} want ${cost}`
		: `${what}: ${of(context)} required balance exceeds 256 bits`;
}

/** A block's limit is told where a transaction has none of its own: go-ethereum knows no other fault then. */
function describeBlobCount(tx: Transaction, context: RejectionContext): string {
	const { maxBlobs, maxBlobsPerTransaction } = context.spec.parameters;
	const blobs = blobsOf(tx).length;
	const hasOwnLimit = maxBlobsPerTransaction > 0 && maxBlobsPerTransaction < maxBlobs;
	if (!hasOwnLimit) return describeBlobGas(tx, context);
	return `blob transaction has too many blobs (max ${maxBlobsPerTransaction}, tx: ${blobs})`;
}

function describeBlobGas(tx: Transaction, { spec, blobGasUsed }: RejectionContext): string {
	const { gasPerBlob, maxBlobs } = spec.parameters;
	const used = blobGasUsed + BigInt(blobsOf(tx).length * gasPerBlob);
	return `blob gas (${used}) would exceed maximum allowance ${maxBlobs * gasPerBlob}`;
}
