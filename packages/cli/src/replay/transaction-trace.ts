import type { Tracer } from "@evmore/evm";
import { LineWriter } from "../terminal.js";
import { openTrace, type TraceSettings } from "../test-runner/open-trace.js";

/** Traces one transaction, or all, to standard error. */
export class TransactionTrace {
	readonly #writer = new LineWriter(2);
	readonly #tracer: Tracer | undefined;
	readonly #transaction: number | undefined;

	/**
	 * @param settings - undefined: nothing is traced
	 * @param transaction - undefined: all are traced
	 */
	constructor(settings: TraceSettings | undefined, transaction: number | undefined) {
		this.#transaction = transaction;
		this.#tracer = settings && openTrace(settings, this.#writer).begin?.();
	}

	tracerOf(index: number): Tracer | undefined {
		return this.#transaction === undefined || index === this.#transaction ? this.#tracer : undefined;
	}

	/** Runs work that may trace, and writes what is left. */
	async watch<T>(work: () => Promise<T>): Promise<T> {
		try {
			return await work();
		} finally {
			this.#writer.flush();
		}
	}
}
