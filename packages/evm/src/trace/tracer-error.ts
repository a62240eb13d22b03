import { BaseError } from "../errors/base-error.js";
import type { TransactionException } from "../tx/transaction-exception.js";

/** There is no tracer of this name. */
export class UnknownTracerError extends BaseError {}

/** What a tracer, or a trace, is configured with is not what it takes. */
export class InvalidTraceConfigError extends BaseError {}

/** A trace went beyond a limit and was given up. */
export class TraceLimitError extends BaseError {
	/** Which limit. */
	readonly limit: "steps" | "bytes" | "time";

	constructor(limit: "steps" | "bytes" | "time", message: string) {
		super(message);
		this.limit = limit;
	}
}

/** The transaction that was to be traced must not be executed. */
export class UntraceableTransactionError extends BaseError {
	/** The execution specification's name of the fault. */
	readonly exception: TransactionException;

	constructor(exception: TransactionException) {
		super(`the transaction cannot be executed: ${exception}`);
		this.exception = exception;
	}
}
