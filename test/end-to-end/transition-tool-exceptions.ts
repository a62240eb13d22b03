/**
 * The words by which test fillers know go-ethereum's refusals: name of the exception → what its text contains. A tool whose
 * texts are go-ethereum's needs no mapping of its own.
 */
export const exceptionTexts: Readonly<Record<string, string>> = {
	"TransactionException.SENDER_NOT_EOA": "sender not an eoa",
	"TransactionException.GAS_ALLOWANCE_EXCEEDED": "gas limit reached",
	"TransactionException.INSUFFICIENT_ACCOUNT_FUNDS": "insufficient funds for gas * price + value",
	"TransactionException.INTRINSIC_GAS_TOO_LOW": "intrinsic gas too low",
	"TransactionException.INTRINSIC_GAS_BELOW_FLOOR_GAS_COST": "insufficient gas for floor data gas cost",
	"TransactionException.NONCE_IS_MAX": "nonce has max value",
	"TransactionException.TYPE_3_TX_MAX_BLOB_GAS_ALLOWANCE_EXCEEDED": "would exceed maximum allowance",
	"TransactionException.INSUFFICIENT_MAX_FEE_PER_BLOB_GAS": "max fee per blob gas less than block blob gas fee",
	"TransactionException.INSUFFICIENT_MAX_FEE_PER_GAS": "max fee per gas less than block base fee",
	"TransactionException.PRIORITY_GREATER_THAN_MAX_FEE_PER_GAS": "max priority fee per gas higher than max fee per gas",
	"TransactionException.TYPE_1_TX_PRE_FORK": "transaction type not supported",
	"TransactionException.TYPE_2_TX_PRE_FORK": "transaction type not supported",
	"TransactionException.TYPE_3_TX_PRE_FORK": "transaction type not supported",
	"TransactionException.TYPE_4_TX_PRE_FORK": "transaction type not supported",
	"TransactionException.TYPE_3_TX_INVALID_BLOB_VERSIONED_HASH": "has invalid hash version",
	"TransactionException.TYPE_3_TX_BLOB_COUNT_EXCEEDED": "blob transaction has too many blobs",
	"TransactionException.TYPE_3_TX_ZERO_BLOBS": "blob transaction missing blob hashes",
	"TransactionException.TYPE_3_TX_CONTRACT_CREATION":
		"input string too short for common.Address, decoding into (types.BlobTx).To",
	"TransactionException.TYPE_4_TX_CONTRACT_CREATION":
		"input string too short for common.Address, decoding into (types.SetCodeTx).To",
	"TransactionException.TYPE_4_EMPTY_AUTHORIZATION_LIST": "EIP-7702 transaction with empty auth list",
	"TransactionException.GAS_LIMIT_EXCEEDS_MAXIMUM": "transaction gas limit too high",
	"TransactionException.INITCODE_SIZE_EXCEEDED": "max initcode size exceeded",
	"TransactionException.NONCE_MISMATCH_TOO_LOW": "nonce too low",
	"TransactionException.NONCE_MISMATCH_TOO_HIGH": "nonce too high",
	"BlockException.SYSTEM_CONTRACT_CALL_FAILED": "system call failed to execute:",
	"BlockException.SYSTEM_CONTRACT_EMPTY": "system call failed to execute:",
	"BlockException.INVALID_DEPOSIT_EVENT_LAYOUT": "failed to parse deposit logs",
};

/** Whether a text is one of those that stand for an expected exception; alternatives are separated by `|`. */
export function matchesText(expected: string, text: string): boolean {
	return expected.split("|").some((name) => {
		const words = exceptionTexts[name];
		return words !== undefined && text.includes(words);
	});
}
