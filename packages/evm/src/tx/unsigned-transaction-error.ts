import { BaseError } from "../errors/base-error.js";

/** Something needs the signature of a transaction that has none. */
export class UnsignedTransactionError extends BaseError {
	constructor() {
		super("The transaction is not signed", { details: "Sign it with signTransaction, or name its sender." });
	}
}
