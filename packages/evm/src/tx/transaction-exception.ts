import { BaseError } from "../errors/base-error.js";

/** The faults of a transaction, as the execution specification's tests name them (without their class). */
export type TransactionExceptionName =
	// The envelope and its RLP
	| "TYPE_NOT_SUPPORTED"
	| "TYPE_1_TX_PRE_FORK"
	| "TYPE_2_TX_PRE_FORK"
	| "TYPE_3_TX_PRE_FORK"
	| "TYPE_4_TX_PRE_FORK"
	| "RLP_ERROR_EOF"
	| "RLP_ERROR_SIZE"
	| "RLP_ERROR_SIZE_LEADING_ZEROS"
	| "RLP_TOO_FEW_ELEMENTS"
	| "RLP_TOO_MANY_ELEMENTS"
	| "RLP_LEADING_ZEROS_NONCE"
	| "RLP_LEADING_ZEROS_NONCE_SIZE"
	| "RLP_LEADING_ZEROS_GASLIMIT"
	| "RLP_LEADING_ZEROS_GASPRICE"
	| "RLP_LEADING_ZEROS_BASEFEE"
	| "RLP_LEADING_ZEROS_PRIORITY_FEE"
	| "RLP_LEADING_ZEROS_VALUE"
	| "RLP_LEADING_ZEROS_DATA_SIZE"
	| "RLP_LEADING_ZEROS_V"
	| "RLP_LEADING_ZEROS_R"
	| "RLP_LEADING_ZEROS_S"
	| "RLP_INVALID_HEADER"
	| "RLP_INVALID_NONCE"
	| "RLP_INVALID_GASLIMIT"
	| "RLP_INVALID_TO"
	| "RLP_INVALID_VALUE"
	| "RLP_INVALID_DATA"
	| "RLP_INVALID_SIGNATURE_R"
	| "RLP_INVALID_SIGNATURE_S"
	| "RLP_INVALID_ACCESS_LIST_ADDRESS_TOO_LONG"
	| "RLP_INVALID_ACCESS_LIST_ADDRESS_TOO_SHORT"
	| "RLP_INVALID_ACCESS_LIST_STORAGE_TOO_LONG"
	| "RLP_INVALID_ACCESS_LIST_STORAGE_TOO_SHORT"
	| "ADDRESS_TOO_SHORT"
	| "ADDRESS_TOO_LONG"
	| "NONCE_OVERFLOW"
	| "GASLIMIT_OVERFLOW"
	| "GASPRICE_OVERFLOW"
	| "PRIORITY_OVERFLOW"
	| "VALUE_OVERFLOW"
	// The signature
	| "INVALID_CHAINID"
	| "INVALID_SIGNATURE_VRS"
	| "EC_RECOVERY_FAIL"
	// Gas, fees and size
	| "INTRINSIC_GAS_TOO_LOW"
	| "INTRINSIC_GAS_BELOW_FLOOR_GAS_COST"
	| "INITCODE_SIZE_EXCEEDED"
	| "NONCE_IS_MAX"
	| "GAS_ALLOWANCE_EXCEEDED"
	| "GAS_LIMIT_EXCEEDS_MAXIMUM"
	| "GASLIMIT_PRICE_PRODUCT_OVERFLOW"
	| "INSUFFICIENT_MAX_FEE_PER_GAS"
	| "PRIORITY_GREATER_THAN_MAX_FEE_PER_GAS"
	// Blobs
	| "TYPE_3_TX_ZERO_BLOBS"
	| "TYPE_3_TX_BLOB_COUNT_EXCEEDED"
	| "TYPE_3_TX_MAX_BLOB_GAS_ALLOWANCE_EXCEEDED"
	| "TYPE_3_TX_INVALID_BLOB_VERSIONED_HASH"
	| "TYPE_3_TX_CONTRACT_CREATION"
	| "TYPE_3_TX_WITH_FULL_BLOBS"
	| "INSUFFICIENT_MAX_FEE_PER_BLOB_GAS"
	// Authorizations
	| "TYPE_4_EMPTY_AUTHORIZATION_LIST"
	| "TYPE_4_TX_CONTRACT_CREATION"
	| "TYPE_4_INVALID_AUTHORIZATION_FORMAT"
	// The sender's account
	| "NONCE_MISMATCH_TOO_LOW"
	| "NONCE_MISMATCH_TOO_HIGH"
	| "INSUFFICIENT_ACCOUNT_FUNDS"
	| "SENDER_NOT_EOA";

/** Why a transaction is refused, by the full name the execution specification's tests use. */
export type TransactionException = `TransactionException.${TransactionExceptionName}`;

/** A transaction that can never be executed; `exception` says why. */
export class InvalidTransactionError extends BaseError {
	readonly exception: TransactionException;

	constructor(exception: TransactionException, details?: string) {
		super(`The transaction is not valid: ${exception}`, details === undefined ? {} : { details });
		this.exception = exception;
	}
}

/**
 * Names of older or other test releases, and the name here that means the same fault. Where one release has one name
 * for several faults, all are listed.
 */
const equivalents: Readonly<Record<string, readonly TransactionExceptionName[]>> = {
	TYPE_NOT_SUPPORTED: ["TYPE_1_TX_PRE_FORK", "TYPE_2_TX_PRE_FORK", "TYPE_3_TX_PRE_FORK", "TYPE_4_TX_PRE_FORK"],
	NONCE_TOO_BIG: ["NONCE_IS_MAX"],
	PRIORITY_GREATER_THAN_MAX_FEE_PER_GAS_2: ["PRIORITY_GREATER_THAN_MAX_FEE_PER_GAS"],
	RLP_INVALID_VALUE: ["VALUE_OVERFLOW"],
};

/**
 * Whether a refusal is the expected one.
 *
 * @param expected - a fixture's `expectException`: full names, alternatives separated by `|`
 * @param actual - the name a check here answered
 */
export function matchesException(expected: string, actual: TransactionException): boolean {
	for (const alternative of expected.split("|")) {
		if (alternative === actual) return true;
		const name = alternative.slice(alternative.indexOf(".") + 1);
		if (equivalents[name]?.some((equivalent) => `TransactionException.${equivalent}` === actual)) return true;
	}
	return false;
}
