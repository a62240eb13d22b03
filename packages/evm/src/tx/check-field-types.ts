import { checkBigInt, InvalidParameterError } from "../errors/invalid-parameter-error.js";
import type { Transaction } from "./transaction.js";

/** Names of a transaction's fields that are numbers. */
const numberFields = [
	"chainId",
	"nonce",
	"gasLimit",
	"value",
	"gasPrice",
	"maxFeePerGas",
	"maxPriorityFeePerGas",
	"maxFeePerBlobGas",
] as const;

/**
 * Checks what types do not check in JavaScript.
 *
 * @throws {InvalidParameterError} a field is of another type: it would be taken for something else, and executed
 */
export function checkFieldTypes(transaction: Transaction): void {
	const { data } = transaction;
	if (!(data instanceof Uint8Array)) {
		throw new InvalidParameterError(`The transaction's data is not a Uint8Array: ${String(data)}`);
	}
	const fields = transaction as Partial<Record<(typeof numberFields)[number], bigint>>;
	for (const name of numberFields) {
		if (fields[name] !== undefined) checkBigInt(`The transaction's ${name}`, fields[name]);
	}
}
