import { type Address, type Hash, type Spec, zeroAddress } from "@evmore/evm";
import { emptyBytes } from "@evmore/evm/bytes";
import type { AccessListEntry, Authorization, Transaction, TransactionType } from "@evmore/evm/tx";
import { invalidParameters } from "../errors/rpc-error.js";

/** A transaction as a client describes it: all may be missing. */
export interface TransactionRequest {
	readonly type?: bigint | undefined;
	readonly from?: Address | undefined;
	readonly to?: Address | undefined;
	readonly gas?: bigint | undefined;
	readonly gasPrice?: bigint | undefined;
	readonly maxFeePerGas?: bigint | undefined;
	readonly maxPriorityFeePerGas?: bigint | undefined;
	readonly maxFeePerBlobGas?: bigint | undefined;
	readonly value?: bigint | undefined;
	readonly nonce?: bigint | undefined;
	readonly data?: Uint8Array | undefined;
	readonly chainId?: bigint | undefined;
	readonly accessList?: readonly AccessListEntry[] | undefined;
	readonly authorizationList?: readonly Authorization[] | undefined;
	readonly blobVersionedHashes?: readonly Hash[] | undefined;
	readonly blobs?: readonly Uint8Array[] | undefined;
	readonly commitments?: readonly Uint8Array[] | undefined;
	readonly proofs?: readonly Uint8Array[] | undefined;
}

/** What stands for what a request does not say. */
export interface TransactionDefaults {
	readonly gas: bigint;
	readonly nonce: bigint;
	readonly chainId: bigint;
	/** Wei per gas, for transactions of the forms before the fee market. */
	readonly gasPrice: bigint;
	readonly maxFeePerGas: bigint;
	readonly maxPriorityFeePerGas: bigint;
	readonly maxFeePerBlobGas: bigint;
}

/** A call that pays nothing. */
export const freeOfCharge: Omit<TransactionDefaults, "gas" | "nonce" | "chainId"> = {
	gasPrice: 0n,
	maxFeePerGas: 0n,
	maxPriorityFeePerGas: 0n,
	maxFeePerBlobGas: 0n,
};

/** Which form a request has: as it says, or as its fields ask for. */
export function typeOf(request: TransactionRequest, spec: Spec): TransactionType {
	if (request.type !== undefined) {
		if (request.type > 4n) throw invalidParameters("transaction type not supported");
		return Number(request.type) as TransactionType;
	}
	if (request.authorizationList !== undefined) return 4;
	if (request.blobVersionedHashes !== undefined || request.blobs !== undefined) return 3;
	if (request.gasPrice === undefined && spec.transactionTypes.has(2)) return 2;
	if ((request.maxFeePerGas ?? request.maxPriorityFeePerGas) !== undefined && !spec.transactionTypes.has(2)) {
		throw invalidParameters("maxFeePerGas and maxPriorityFeePerGas are not valid before London");
	}
	return request.accessList === undefined ? 0 : 1;
}

/** The unsigned transaction that a request describes. */
export function buildTransaction(
	request: TransactionRequest,
	defaults: TransactionDefaults,
	type: TransactionType,
): Transaction {
	if (request.gasPrice !== undefined && (request.maxFeePerGas ?? request.maxPriorityFeePerGas) !== undefined) {
		throw invalidParameters("both gasPrice and (maxFeePerGas or maxPriorityFeePerGas) specified");
	}
	// Each form is written out: calls come by the thousand, and spreading one literal into the next would be half of their cost.
	const { to } = request;
	const nonce = request.nonce ?? defaults.nonce;
	const gasLimit = request.gas ?? defaults.gas;
	const value = request.value ?? 0n;
	const data = request.data ?? emptyBytes;
	const chainId = request.chainId ?? defaults.chainId;
	const signature = undefined;
	const gasPrice = request.gasPrice ?? defaults.gasPrice;
	if (type === 0) return { type, nonce, gasLimit, to, value, data, signature, chainId, gasPrice };
	const accessList = request.accessList ?? [];
	if (type === 1) return { type, nonce, gasLimit, to, value, data, signature, chainId, accessList, gasPrice };
	const maxPriorityFeePerGas = request.maxPriorityFeePerGas ?? request.gasPrice ?? defaults.maxPriorityFeePerGas;
	const maxFeePerGas = request.maxFeePerGas ?? request.gasPrice ?? defaults.maxFeePerGas;
	const feeMarket = {
		type: 2 as const,
		nonce,
		gasLimit,
		to,
		value,
		data,
		signature,
		chainId,
		accessList,
		maxFeePerGas,
		maxPriorityFeePerGas,
	};
	if (type === 2) return feeMarket;
	if (type === 3) {
		const maxFeePerBlobGas = request.maxFeePerBlobGas ?? defaults.maxFeePerBlobGas;
		return { ...feeMarket, type, maxFeePerBlobGas, blobVersionedHashes: request.blobVersionedHashes ?? [] };
	}
	return { ...feeMarket, type, authorizationList: request.authorizationList ?? [] };
}

/** Who sends a call that does not say so. */
export function senderOf(request: TransactionRequest): Address {
	return request.from ?? zeroAddress;
}
