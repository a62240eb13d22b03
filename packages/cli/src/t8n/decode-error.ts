import type { InvalidTransactionError } from "@evmore/evm/tx";

/** What go-ethereum calls the payload of each type. */
export const payloadNames: readonly string[] = ["LegacyTx", "AccessListTx", "DynamicFeeTx", "BlobTx", "SetCodeTx"];

/**
 * Why bytes are no transaction, in go-ethereum's words where it has some that tools look for.
 *
 * @param firstByte - of the transaction: its type, unless it is a legacy one
 */
export function describeDecodeError(error: InvalidTransactionError, firstByte: number): string {
	const payload = payloadNames[firstByte] ?? payloadNames[0]!;
	const field = (problem: string): string => `rlp: ${problem}, decoding into (types.Transaction)(types.${payload})`;
	switch (error.exception) {
		case "TransactionException.TYPE_NOT_SUPPORTED":
			return "transaction type not supported";
		case "TransactionException.TYPE_3_TX_CONTRACT_CREATION":
		case "TransactionException.TYPE_4_TX_CONTRACT_CREATION":
		case "TransactionException.ADDRESS_TOO_SHORT":
			return `${field("input string too short for common.Address")}.To`;
		case "TransactionException.ADDRESS_TOO_LONG":
			return `${field("input string too long for common.Address")}.To`;
		case "TransactionException.RLP_TOO_FEW_ELEMENTS":
			return `rlp: too few elements for types.${payload}`;
		case "TransactionException.RLP_TOO_MANY_ELEMENTS":
			return `rlp: input list has too many elements for types.${payload}`;
		case "TransactionException.NONCE_OVERFLOW":
			return `${field("input string too long for uint64")}.Nonce`;
		case "TransactionException.GASLIMIT_OVERFLOW":
			return `${field("input string too long for uint64")}.Gas`;
		case "TransactionException.TYPE_3_TX_WITH_FULL_BLOBS":
			return "unexpected blob sidecar in transaction";
		default: {
			const details = error.details ?? error.exception.replace(/^TransactionException\./, "");
			return field(details.replace(/\.$/, ""));
		}
	}
}
