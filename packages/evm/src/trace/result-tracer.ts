import type { JsonValue } from "./json-value.js";
import type { Tracer } from "./tracer.js";

/** A tracer that has an answer when the transaction is over. */
export interface ResultTracer extends Tracer {
	/** To be asked once, after the transaction. */
	result(): JsonValue;
	/**
	 * True: what it saw without steps does not suffice for an exact answer. The transaction has to be executed again,
	 * from the same state, with the tracer that sees steps.
	 */
	readonly needsSteps?: boolean;
}

/** Where a traced transaction stands in its chain; what is not known is left out of answers. */
export interface TransactionOrigin {
	readonly blockHash?: string | undefined;
	readonly blockNumber?: bigint | undefined;
	readonly transactionHash?: string | undefined;
	readonly transactionIndex?: number | undefined;
	/** Logs that earlier transactions of the block emitted. */
	readonly firstLogIndex?: number | undefined;
}

/** How a tracer made by name is to work. */
export interface TracerSetting {
	readonly origin?: TransactionOrigin | undefined;
	/**
	 * The machine starts the transaction with nothing read. Then tracers that look for the state that was read need no steps, and
	 * ask for them by `needsSteps` only when an instruction failed that might have read some.
	 */
	readonly startsFresh?: boolean | undefined;
	/** Bytes of JSON that the answer may have, about; a tracer that keeps more throws a TraceLimitError. */
	readonly maxBytes?: number | undefined;
}
