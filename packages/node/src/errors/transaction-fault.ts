import type { TransactionException, TransactionExceptionName } from "@evmore/evm/tx";
import { type ErrorName, RpcError } from "./rpc-error.js";

interface Fault {
	/** go-ethereum's words, which clients look for. */
	readonly message: string;
	/** The code that simulations give it (execution-apis, eth_simulateV1). */
	readonly code?: ErrorName;
}

const faults: Partial<Readonly<Record<TransactionExceptionName, Fault>>> = {
	NONCE_MISMATCH_TOO_LOW: { message: "nonce too low", code: "nonceTooLow" },
	NONCE_MISMATCH_TOO_HIGH: { message: "nonce too high", code: "nonceTooHigh" },
	NONCE_IS_MAX: { message: "nonce has max value", code: "internalError" },
	NONCE_OVERFLOW: { message: "nonce has max value", code: "internalError" },
	INSUFFICIENT_ACCOUNT_FUNDS: {
		message: "insufficient funds for gas * price + value",
		code: "insufficientFunds",
	},
	INTRINSIC_GAS_TOO_LOW: { message: "intrinsic gas too low", code: "intrinsicGasTooLow" },
	INTRINSIC_GAS_BELOW_FLOOR_GAS_COST: {
		message: "insufficient gas for floor data gas cost",
		code: "intrinsicGasTooLow",
	},
	GAS_ALLOWANCE_EXCEEDED: { message: "exceeds block gas limit", code: "blockGasLimitReached" },
	GAS_LIMIT_EXCEEDS_MAXIMUM: { message: "transaction gas limit too high" },
	GASLIMIT_PRICE_PRODUCT_OVERFLOW: {
		message: "insufficient funds for gas * price + value",
		code: "insufficientFunds",
	},
	INSUFFICIENT_MAX_FEE_PER_GAS: { message: "max fee per gas less than block base fee", code: "feeBelowBaseFee" },
	PRIORITY_GREATER_THAN_MAX_FEE_PER_GAS: {
		message: "max priority fee per gas higher than max fee per gas",
		code: "invalidParameters",
	},
	INSUFFICIENT_MAX_FEE_PER_BLOB_GAS: { message: "max fee per blob gas less than block blob gas fee" },
	INITCODE_SIZE_EXCEEDED: { message: "max initcode size exceeded", code: "initcodeTooLarge" },
	SENDER_NOT_EOA: { message: "sender not an eoa", code: "senderNotEoa" },
	INVALID_CHAINID: { message: "invalid chain id for signer" },
	INVALID_SIGNATURE_VRS: { message: "invalid sender: invalid transaction v, r, s values" },
	EC_RECOVERY_FAIL: { message: "invalid sender: recovery failed" },
	TYPE_3_TX_ZERO_BLOBS: { message: "blob transaction missing blob hashes" },
	TYPE_3_TX_CONTRACT_CREATION: { message: "blob transaction of type create" },
	TYPE_3_TX_BLOB_COUNT_EXCEEDED: { message: "too many blobs in transaction" },
	TYPE_3_TX_MAX_BLOB_GAS_ALLOWANCE_EXCEEDED: { message: "blob gas limit of the block exceeded" },
	TYPE_3_TX_INVALID_BLOB_VERSIONED_HASH: { message: "blob has an invalid versioned hash" },
	TYPE_4_EMPTY_AUTHORIZATION_LIST: { message: "EIP-7702 transaction with empty auth list" },
	RLP_ERROR_EOF: { message: "rlp: value size exceeds available input length" },
	RLP_ERROR_SIZE: { message: "rlp: value size exceeds available input length" },
	RLP_ERROR_SIZE_LEADING_ZEROS: { message: "rlp: non-canonical size information" },
	RLP_TOO_FEW_ELEMENTS: { message: "rlp: too few elements for a transaction" },
	RLP_TOO_MANY_ELEMENTS: { message: "rlp: input list has too many elements for a transaction" },
	RLP_INVALID_HEADER: { message: "rlp: expected List" },
	TYPE_4_TX_CONTRACT_CREATION: { message: "EIP-7702 transaction cannot be used to create contract" },
};

/** Why a transaction is refused, in the words that clients know. */
export function describeFault(exception: TransactionException): string {
	const name = exception.slice(exception.indexOf(".") + 1) as TransactionExceptionName;
	const known = faults[name];
	if (known !== undefined) return known.message;
	if (/^TYPE_/.test(name)) return "transaction type not supported";
	// Of a field: which one, and that is all there is to say.
	const [, field] = /^RLP_(?:INVALID|LEADING_ZEROS)_(.*)$/.exec(name) ?? [];
	if (field !== undefined) return `rlp: input is no ${field.toLowerCase().replaceAll("_", " ")} of a transaction`;
	return `invalid transaction: ${name}`;
}

/**
 * The error for a transaction that is refused.
 *
 * @param details - follows the message: addresses and numbers
 */
export function refusedTransaction(exception: TransactionException, details = ""): RpcError {
	return new RpcError("serverError", `${describeFault(exception)}${details === "" ? "" : `: ${details}`}`, {
		exception,
	});
}

/** The error for a refused transaction of a simulation, where faults have codes of their own. */
export function refusedInSimulation(exception: TransactionException, details = ""): RpcError {
	const name = exception.slice(exception.indexOf(".") + 1) as TransactionExceptionName;
	const message = `err: ${describeFault(exception)}${details === "" ? "" : `: ${details}`}`;
	return new RpcError(faults[name]?.code ?? "serverError", message);
}
