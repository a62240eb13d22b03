import type { RlpItem } from "@evmore/evm/rlp";
import type { Spec } from "@evmore/evm/spec";
import { unlimited } from "@evmore/evm/spec";
import { hashTransaction, intrinsicGas, maxGasPrice, type Transaction } from "@evmore/evm/tx";
import { findSender } from "../t8n/find-sender.js";
import { toQuantity } from "../t8n/go-json.js";
import { decodeCandidate } from "../t8n/read-transactions.js";

/** What is told about a transaction; members and their order are go-ethereum's. */
export interface TransactionReport {
	readonly error?: string;
	readonly address?: string;
	readonly hash?: string;
	readonly intrinsicGas?: string;
}

const maxUint64 = 2n ** 64n - 1n;
const maxUint256 = 2n ** 256n - 1n;

/** Checks a transaction on its own, without a block or a state. */
export function checkTransaction(item: RlpItem, spec: Spec, chainId: bigint): TransactionReport {
	const { transaction, error } = decodeCandidate(item);
	if (transaction === undefined) return { error };
	const hash = hashTransaction(transaction);
	const sender = findSender(transaction, spec, chainId);
	if ("error" in sender) return { error: sender.error, hash };
	const fault = findFault(transaction, spec);
	return {
		...(fault !== undefined && { error: fault }),
		address: sender.address,
		hash,
		intrinsicGas: toQuantity(intrinsicGas(transaction, spec).intrinsic),
	};
}

/** In go-ethereum's words; where there are several, the one that it tells. */
function findFault(tx: Transaction, spec: Spec): string | undefined {
	const { intrinsic, floor } = intrinsicGas(tx, spec);
	if (tx.gasLimit < intrinsic) return `intrinsic gas too low: have ${tx.gasLimit}, want ${intrinsic}`;
	if (tx.gasLimit < floor) {
		return `insufficient gas for floor data gas cost: have ${tx.gasLimit}, want ${floor}`;
	}
	const { maxTransactionGas, maxInitcodeSizeBytes } = spec.parameters;
	if (maxTransactionGas !== unlimited && tx.gasLimit > BigInt(maxTransactionGas)) return "gas limit exceeds maximum";
	if (spec.rules.limitInitcode && tx.to === undefined && tx.data.length > maxInitcodeSizeBytes) {
		return `max initcode size exceeded: code size ${tx.data.length} limit ${maxInitcodeSizeBytes}`;
	}
	return findWidthFault(tx);
}

function findWidthFault(tx: Transaction): string | undefined {
	const feeCap = maxGasPrice(tx);
	const tip = tx.type === 0 || tx.type === 1 ? feeCap : tx.maxPriorityFeePerGas;
	if (tx.nonce >= maxUint64) return "nonce exceeds 2^64-1";
	if (tx.value > maxUint256) return "value exceeds 256 bits";
	if (feeCap > maxUint256) return "gasPrice exceeds 256 bits";
	if (tip > maxUint256) return "maxPriorityFeePerGas exceeds 256 bits";
	if (feeCap < tip) return "maxFeePerGas < maxPriorityFeePerGas";
	return feeCap * tx.gasLimit > maxUint256 ? "gas * gasPrice exceeds 256 bits" : undefined;
}
