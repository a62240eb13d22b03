import type { Spec } from "../spec/spec.js";
import type { Transaction } from "./transaction.js";

/** Gas a transaction costs whatever its execution does. */
export interface IntrinsicGas {
	/** Charged before execution (Yellow Paper 6.2, g0). */
	readonly intrinsic: bigint;
	/** The least a transaction pays in the end (EIP-7623); 0 where there is no floor. */
	readonly floor: bigint;
}

/**
 * The intrinsic gas of a transaction: base, creation, data, initcode words, access list and authorizations; and the
 * floor price of its data.
 */
export function intrinsicGas(tx: Transaction, spec: Spec): IntrinsicGas {
	const { parameters, rules } = spec;
	const { data } = tx;
	const zeroBytes = countZeroBytes(data);
	const nonZeroBytes = data.length - zeroBytes;

	let gas =
		parameters.transactionBase +
		zeroBytes * parameters.transactionDataZeroByte +
		nonZeroBytes * parameters.transactionDataNonZeroByte;
	if (tx.to === undefined) {
		gas += parameters.transactionCreate;
		if (rules.limitInitcode) gas += Math.ceil(data.length / 32) * parameters.initcodeWord;
	}
	if (tx.type !== 0) {
		gas += tx.accessList.length * parameters.accessListAddress;
		for (const { storageKeys } of tx.accessList) gas += storageKeys.length * parameters.accessListSlot;
	}
	if (tx.type === 4) gas += tx.authorizationList.length * parameters.authorization;

	let floor = 0;
	if (parameters.floorDataToken > 0) {
		// A token is a zero byte; a non-zero byte counts as many as it costs zero bytes (EIP-7623: four).
		const tokensPerNonZeroByte = parameters.transactionDataNonZeroByte / parameters.transactionDataZeroByte;
		floor = parameters.transactionBase + (zeroBytes + nonZeroBytes * tokensPerNonZeroByte) * parameters.floorDataToken;
	}
	return { intrinsic: BigInt(gas), floor: BigInt(floor) };
}

function countZeroBytes(data: Uint8Array): number {
	let count = 0;
	for (let i = 0; i < data.length; i++) if (data[i] === 0) count++;
	return count;
}
