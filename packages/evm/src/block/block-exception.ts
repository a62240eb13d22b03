import { BaseError } from "../errors/base-error.js";
import { matchesException, type TransactionException } from "../tx/transaction-exception.js";

/** Names of the faults of blocks, without the prefix; those of the execution specification's tests. */
export type BlockExceptionName =
	// The encoding
	| "RLP_STRUCTURES_ENCODING"
	| "RLP_WITHDRAWALS_NOT_READ"
	| "RLP_INVALID_ADDRESS"
	| "RLP_INVALID_FIELD_OVERFLOW_64"
	| "RLP_BLOCK_LIMIT_EXCEEDED"
	// The header by itself and against its parent
	| "UNKNOWN_PARENT"
	| "INVALID_BLOCK_NUMBER"
	| "INVALID_BLOCK_TIMESTAMP_OLDER_THAN_PARENT"
	| "EXTRA_DATA_TOO_BIG"
	| "EXTRA_DATA_INVALID_DAO"
	| "INVALID_DIFFICULTY"
	| "INVALID_SEAL"
	| "INVALID_GASLIMIT"
	| "INVALID_GAS_USED_ABOVE_LIMIT"
	| "INVALID_BASEFEE_PER_GAS"
	| "INCORRECT_BLOCK_FORMAT"
	| "INCORRECT_EXCESS_BLOB_GAS"
	| "BLOB_GAS_USED_ABOVE_LIMIT"
	// The header of another time than its own
	| "IMPORT_IMPOSSIBLE_LEGACY"
	| "IMPORT_IMPOSSIBLE_LEGACY_WRONG_PARENT"
	| "IMPORT_IMPOSSIBLE_LONDON_WRONG_PARENT"
	| "IMPORT_IMPOSSIBLE_PARIS_WRONG_POW"
	| "IMPORT_IMPOSSIBLE_PARIS_WRONG_POS"
	| "IMPORT_IMPOSSIBLE_UNCLES_OVER_PARIS"
	| "IMPORT_IMPOSSIBLE_DIFFICULTY_OVER_PARIS"
	| "IMPORT_IMPOSSIBLE_PARIS_OVER_SHANGHAI"
	| "IMPORT_IMPOSSIBLE_SHANGHAI"
	// The body
	| "INVALID_TRANSACTIONS_ROOT"
	| "INVALID_UNCLES_HASH"
	| "INVALID_WITHDRAWALS_ROOT"
	// Ommers
	| "TOO_MANY_UNCLES"
	| "UNCLE_IN_CHAIN"
	| "UNCLE_IS_ANCESTOR"
	| "UNCLE_IS_BROTHER"
	| "UNCLE_PARENT_INCORRECT"
	// What execution gives
	| "INVALID_GAS_USED"
	| "INVALID_LOG_BLOOM"
	| "INVALID_RECEIPTS_ROOT"
	| "INVALID_STATE_ROOT"
	| "INCORRECT_BLOB_GAS_USED"
	| "INVALID_REQUESTS"
	| "INVALID_DEPOSIT_EVENT_LAYOUT"
	| "SYSTEM_CONTRACT_EMPTY"
	| "SYSTEM_CONTRACT_CALL_FAILED"
	// This library's own, no fault of the block
	| "PARENT_STATE_UNAVAILABLE";

/** Why a block is refused, by the full name the execution specification's tests use. */
export type BlockException = `BlockException.${BlockExceptionName}`;

/** A block that must not become part of a chain. Nothing has changed. */
export interface BlockRefusal {
	readonly status: "refused";
	/** The execution specification's name of the fault; that of a transaction where the fault is one's. */
	readonly exception: BlockException | TransactionException;
	/** What was found and what was due, for people. */
	readonly details: string;
}

/** A refusal as a value. */
export function refuseBlock(name: BlockExceptionName, details: string): BlockRefusal {
	return { status: "refused", exception: `BlockException.${name}`, details };
}

/** Bytes that are no block; `exception` says why. */
export class InvalidBlockError extends BaseError {
	readonly exception: BlockException | TransactionException;

	constructor(exception: BlockException | TransactionException, details: string) {
		super(`The block is not valid: ${exception}`, { details });
		this.exception = exception;
	}
}

/** Names that one fault has in other test releases. */
const equivalents: Readonly<Record<string, readonly (BlockException | TransactionException)[]>> = {
	// The gas that the block's transactions ask for runs over its limit: told of the block, or of the transaction.
	"BlockException.GAS_USED_OVERFLOW": [
		"TransactionException.GAS_ALLOWANCE_EXCEEDED",
		"BlockException.INVALID_GAS_USED_ABOVE_LIMIT",
	],
};

/**
 * Whether a block's refusal is the expected one.
 *
 * @param expected - a fixture's `expectException`: full names, alternatives separated by `|`
 * @param actual - the name a refusal carries
 */
export function matchesBlockException(expected: string, actual: BlockException | TransactionException): boolean {
	const alternatives = expected.split("|");
	if (alternatives.includes(actual)) return true;
	if (alternatives.some((name) => equivalents[name]?.includes(actual))) return true;
	return actual.startsWith("TransactionException.") && matchesException(expected, actual as TransactionException);
}
