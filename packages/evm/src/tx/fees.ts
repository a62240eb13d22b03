import type { Spec } from "../spec/spec.js";
import type { Transaction } from "./transaction.js";

/** The most wei per gas a transaction pays: its gas price, or its maximum fee (EIP-1559). */
export function maxGasPrice(tx: Transaction): bigint {
	return tx.type === 0 || tx.type === 1 ? tx.gasPrice : tx.maxFeePerGas;
}

/**
 * The wei per gas a valid transaction pays in a block (EIP-1559); a gas price counts as both maximum and priority fee.
 *
 * @param baseFee - the block's base fee, wei per gas; 0 before there was one
 */
export function effectiveGasPrice(tx: Transaction, baseFee: bigint): bigint {
	if (tx.type === 0 || tx.type === 1) return tx.gasPrice;
	const mostForProducer = tx.maxFeePerGas - baseFee;
	return tx.maxPriorityFeePerGas < mostForProducer ? baseFee + tx.maxPriorityFeePerGas : tx.maxFeePerGas;
}

/** Gas of all blobs of a transaction (EIP-4844); it is not part of the gas limit. */
export function blobGas(tx: Transaction, spec: Spec): bigint {
	return tx.type === 3 ? BigInt(tx.blobVersionedHashes.length) * BigInt(spec.parameters.gasPerBlob) : 0n;
}

/**
 * The wei the sender must own: gas at the highest price, the value, and blob gas at its highest price.
 * May exceed 256 bits.
 */
export function maxCost(tx: Transaction, spec: Spec): bigint {
	const cost = tx.gasLimit * maxGasPrice(tx) + tx.value;
	return tx.type === 3 ? cost + blobGas(tx, spec) * tx.maxFeePerBlobGas : cost;
}
