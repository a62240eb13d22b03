import { maxNonce, unlimited } from "../spec/limits.js";
import type { Spec } from "../spec/spec.js";
import { blobGas, maxCost, maxGasPrice } from "./fees.js";
import { intrinsicGas } from "./intrinsic-gas.js";
import { checkChainId } from "./sender.js";
import type { BlobTransaction, Transaction, TransactionType } from "./transaction.js";
import type { TransactionException } from "./transaction-exception.js";

/** What a transaction's validity depends on besides itself and the rules. */
export interface TransactionContext {
	readonly chainId: bigint;
	/** The block's base fee, wei per gas; 0 before there was one. */
	readonly baseFee: bigint;
	/** Wei per blob gas; not read before there were blobs. */
	readonly blobBaseFee: bigint;
	/** Gas the block has left. */
	readonly gasAvailable: bigint;
	/** Blob gas the block has left; undefined: as much as a block may have. */
	readonly blobGasAvailable?: bigint | undefined;
	/** What is let pass, for simulations; nothing when left out. */
	readonly leniency?: TransactionLeniency | undefined;
}

/** Checks that a simulation, or a node that sends in the name of others, leaves out. */
export interface TransactionLeniency {
	/** Any nonce will do; what creations use is the account's. */
	readonly anyNonce?: boolean;
	/** Contracts may send. */
	readonly anySender?: boolean;
	/** The limit that the rules set to the gas of one transaction is not applied. */
	readonly anyGasLimit?: boolean;
	/** A transaction that offers no fee at all costs nothing, whatever the base fee. */
	readonly anyFee?: boolean;
}

/** The sender's account as the transaction finds it. */
export interface SenderAccount {
	readonly nonce: bigint;
	/** Wei. */
	readonly balance: bigint;
	readonly code: Uint8Array;
}

const maxUint64 = 2n ** 64n - 1n;
const maxUint256 = 2n ** 256n - 1n;
/** First byte of the hash of a KZG commitment (EIP-4844), as the beginning of a hex text. */
const kzgVersionPrefix = "0x01";

/**
 * Everything that can be wrong with a transaction before its sender's account is looked at. Where a transaction has
 * several faults, the one that the execution specification's tests name comes first. The signature is
 * `checkSignature`'s.
 *
 * @returns why it is refused, or undefined
 */
export function validateTransaction(
	tx: Transaction,
	spec: Spec,
	context: TransactionContext,
): TransactionException | undefined {
	return (
		checkType(tx.type, spec) ??
		checkWidths(tx) ??
		checkChainId(tx, spec, context.chainId) ??
		checkBlockSpace(tx, spec, context) ??
		checkFees(tx, context) ??
		checkGas(tx, spec) ??
		checkSize(tx, spec, context.leniency) ??
		(tx.type === 3 ? checkBlobs(tx, context) : undefined) ??
		checkSetCode(tx)
	);
}

/**
 * Everything that can be wrong between a transaction and the account of its sender.
 *
 * @returns why it is refused, or undefined
 */
export function validateSender(
	tx: Transaction,
	spec: Spec,
	account: SenderAccount,
	leniency?: TransactionLeniency,
): TransactionException | undefined {
	if (leniency?.anyNonce !== true) {
		if (tx.nonce < account.nonce) return "TransactionException.NONCE_MISMATCH_TOO_LOW";
		if (tx.nonce > account.nonce) return "TransactionException.NONCE_MISMATCH_TOO_HIGH";
	}
	if (account.balance < maxCost(tx, spec)) return "TransactionException.INSUFFICIENT_ACCOUNT_FUNDS";
	if (leniency?.anySender === true) return undefined;
	if (account.code.length > 0 && !(spec.rules.delegations && isDelegation(account.code))) {
		return "TransactionException.SENDER_NOT_EOA";
	}
	return undefined;
}

/** Refuses a type that the rules do not know (yet). */
export function checkType(type: TransactionType, spec: Spec): TransactionException | undefined {
	if (spec.transactionTypes.has(type)) return undefined;
	return type === 0 ? "TransactionException.TYPE_NOT_SUPPORTED" : `TransactionException.TYPE_${type}_TX_PRE_FORK`;
}

/** The widths of integers (EIP-2681, EIP-1985), for transactions that do not come from `decodeTransaction`. */
function checkWidths(tx: Transaction): TransactionException | undefined {
	if (!isWithin(tx.nonce, maxUint64)) return "TransactionException.NONCE_OVERFLOW";
	if (!isWithin(tx.gasLimit, maxUint64)) return "TransactionException.GASLIMIT_OVERFLOW";
	if (!isWithin(tx.value, maxUint256)) return "TransactionException.VALUE_OVERFLOW";
	if (!isWithin(maxGasPrice(tx), maxUint256)) return "TransactionException.GASPRICE_OVERFLOW";
	if (tx.type === 0 || tx.type === 1) return undefined;
	return isWithin(tx.maxPriorityFeePerGas, maxUint256) ? undefined : "TransactionException.PRIORITY_OVERFLOW";
}

function isWithin(value: bigint, max: bigint): boolean {
	return value >= 0n && value <= max;
}

function checkGas(tx: Transaction, spec: Spec): TransactionException | undefined {
	const { intrinsic, floor } = intrinsicGas(tx, spec);
	if (tx.gasLimit < intrinsic) return "TransactionException.INTRINSIC_GAS_TOO_LOW";
	if (tx.gasLimit < floor) return "TransactionException.INTRINSIC_GAS_BELOW_FLOOR_GAS_COST";
	return undefined;
}

function checkSize(
	tx: Transaction,
	spec: Spec,
	leniency: TransactionLeniency | undefined,
): TransactionException | undefined {
	// EIP-2681: the transaction raises the account's nonce, which has nowhere to go from here.
	if (tx.nonce >= maxNonce && leniency?.anyNonce !== true) return "TransactionException.NONCE_IS_MAX";
	const { maxInitcodeSizeBytes, maxTransactionGas } = spec.parameters;
	if (spec.rules.limitInitcode && tx.to === undefined && tx.data.length > maxInitcodeSizeBytes) {
		return "TransactionException.INITCODE_SIZE_EXCEEDED";
	}
	if (leniency?.anyGasLimit === true) return undefined;
	if (maxTransactionGas !== unlimited && tx.gasLimit > BigInt(maxTransactionGas)) {
		return "TransactionException.GAS_LIMIT_EXCEEDS_MAXIMUM";
	}
	return undefined;
}

function checkBlockSpace(tx: Transaction, spec: Spec, context: TransactionContext): TransactionException | undefined {
	if (tx.gasLimit > context.gasAvailable) return "TransactionException.GAS_ALLOWANCE_EXCEEDED";
	if (tx.type !== 3) return undefined;
	const { maxBlobs, maxBlobsPerTransaction, gasPerBlob } = spec.parameters;
	const blobs = tx.blobVersionedHashes.length;
	// A transaction without a limit of its own is limited by the block's.
	const hasOwnLimit = maxBlobsPerTransaction > 0 && maxBlobsPerTransaction < maxBlobs;
	if (blobs > maxBlobs && !hasOwnLimit) return "TransactionException.TYPE_3_TX_BLOB_COUNT_EXCEEDED";
	if (blobGas(tx, spec) > (context.blobGasAvailable ?? BigInt(maxBlobs * gasPerBlob))) {
		return "TransactionException.TYPE_3_TX_MAX_BLOB_GAS_ALLOWANCE_EXCEEDED";
	}
	if (blobs > maxBlobsPerTransaction && hasOwnLimit) return "TransactionException.TYPE_3_TX_BLOB_COUNT_EXCEEDED";
	return undefined;
}

function checkFees(tx: Transaction, context: TransactionContext): TransactionException | undefined {
	const price = maxGasPrice(tx);
	if (tx.type !== 0 && tx.type !== 1 && price < tx.maxPriorityFeePerGas) {
		return "TransactionException.PRIORITY_GREATER_THAN_MAX_FEE_PER_GAS";
	}
	const isFree = context.leniency?.anyFee === true && price === 0n;
	if (price < context.baseFee && !isFree) return "TransactionException.INSUFFICIENT_MAX_FEE_PER_GAS";
	if (tx.gasLimit * price > maxUint256) return "TransactionException.GASLIMIT_PRICE_PRODUCT_OVERFLOW";
	return undefined;
}

function checkBlobs(tx: BlobTransaction, context: TransactionContext): TransactionException | undefined {
	if (tx.blobVersionedHashes.length === 0) return "TransactionException.TYPE_3_TX_ZERO_BLOBS";
	if (!tx.blobVersionedHashes.every((hash) => hash.startsWith(kzgVersionPrefix))) {
		return "TransactionException.TYPE_3_TX_INVALID_BLOB_VERSIONED_HASH";
	}
	const isFree = context.leniency?.anyFee === true && tx.maxFeePerBlobGas === 0n;
	if (tx.maxFeePerBlobGas < context.blobBaseFee && !isFree)
		return "TransactionException.INSUFFICIENT_MAX_FEE_PER_BLOB_GAS";
	return tx.to === undefined ? "TransactionException.TYPE_3_TX_CONTRACT_CREATION" : undefined;
}

function checkSetCode(tx: Transaction): TransactionException | undefined {
	if (tx.type !== 4) return undefined;
	if (tx.to === undefined) return "TransactionException.TYPE_4_TX_CONTRACT_CREATION";
	return tx.authorizationList.length === 0 ? "TransactionException.TYPE_4_EMPTY_AUTHORIZATION_LIST" : undefined;
}

/** Whether code is 0xef0100 and an address: the account runs that account's code (EIP-7702). */
function isDelegation(code: Uint8Array): boolean {
	return code.length === 23 && code[0] === 0xef && code[1] === 0x01 && code[2] === 0x00;
}
