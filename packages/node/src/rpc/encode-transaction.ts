import type { Address, Hash } from "@evmore/evm";
import { bytesToHex } from "@evmore/evm/bytes";
import { effectiveGasPrice, maxGasPrice, type Transaction } from "@evmore/evm/tx";
import type { StoredBlock } from "../database/database.js";
import type { PooledTransaction } from "../pool/transaction-pool.js";
import type { JsonObject } from "./codec.js";
import { toQuantity, toWord } from "./transaction-codec.js";

/** Where a transaction stands. */
interface Position {
	/** Null in the pending block. */
	readonly blockHash: Hash | null;
	readonly blockNumber: bigint;
	readonly blockTimestamp: bigint;
	readonly index: number;
	readonly baseFee: bigint;
}

/** A transaction of a block. */
export function encodeBlockTransaction(stored: StoredBlock, index: number, isPending = false): JsonObject {
	const { header, hash: blockHash, transactions } = stored.block;
	return encodeTransactionJson(transactions[index]!, stored.hashes[index]!, stored.senders[index]!, {
		blockHash: isPending ? null : blockHash,
		blockNumber: header.number,
		blockTimestamp: header.timestamp,
		index,
		baseFee: header.baseFee ?? 0n,
	});
}

/** A transaction that is not part of a block yet. */
export function encodePooledTransaction({ transaction, hash, sender }: PooledTransaction): JsonObject {
	return encodeTransactionJson(transaction, hash, sender, undefined);
}

/** The form of execution-apis. */
export function encodeTransactionJson(
	transaction: Transaction,
	hash: Hash,
	sender: Address,
	position: Position | undefined,
): JsonObject {
	const { type, nonce, gasLimit, to, value, data, signature } = transaction;
	const { r, s, v } = signature ?? { r: 0n, s: 0n, v: 0n };
	const price = position === undefined ? maxGasPrice(transaction) : effectiveGasPrice(transaction, position.baseFee);
	return {
		blockHash: position?.blockHash ?? null,
		blockNumber: position === undefined ? null : toQuantity(position.blockNumber),
		blockTimestamp: position === undefined ? null : toQuantity(position.blockTimestamp),
		from: sender,
		gas: toQuantity(gasLimit),
		gasPrice: toQuantity(price),
		hash,
		input: bytesToHex(data),
		nonce: toQuantity(nonce),
		to: to ?? null,
		transactionIndex: position === undefined ? null : toQuantity(position.index),
		value: toQuantity(value),
		type: toQuantity(type),
		...encodeTypedFields(transaction),
		v: toQuantity(v),
		r: toQuantity(r),
		s: toQuantity(s),
		...(type !== 0 && { yParity: toQuantity(v) }),
	};
}

function encodeTypedFields(transaction: Transaction): JsonObject {
	if (transaction.type === 0) {
		return transaction.chainId === undefined ? {} : { chainId: toQuantity(transaction.chainId) };
	}
	const fields = { chainId: toQuantity(transaction.chainId), accessList: encodeAccessList(transaction.accessList) };
	if (transaction.type === 1) return fields;
	const feeMarket = {
		...fields,
		maxFeePerGas: toQuantity(transaction.maxFeePerGas),
		maxPriorityFeePerGas: toQuantity(transaction.maxPriorityFeePerGas),
	};
	if (transaction.type === 2) return feeMarket;
	if (transaction.type === 3) {
		return {
			...feeMarket,
			maxFeePerBlobGas: toQuantity(transaction.maxFeePerBlobGas),
			blobVersionedHashes: transaction.blobVersionedHashes,
		};
	}
	return {
		...feeMarket,
		authorizationList: transaction.authorizationList.map(({ chainId, address, nonce, yParity, r, s }) => ({
			chainId: toQuantity(chainId),
			address,
			nonce: toQuantity(nonce),
			yParity: toQuantity(yParity),
			r: toQuantity(r),
			s: toQuantity(s),
		})),
	};
}

export function encodeAccessList(
	list: Extract<Transaction, { readonly type: 1 }>["accessList"],
): readonly JsonObject[] {
	return list.map(({ address, storageKeys }) => ({ address, storageKeys: storageKeys.map(toWord) }));
}
