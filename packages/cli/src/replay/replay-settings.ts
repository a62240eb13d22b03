import type { EngineTier } from "../statetest/run-state-test.js";
import type { TraceSettings } from "../test-runner/open-trace.js";

/** What the options of `replay` ask for. */
export interface ReplaySettings {
	/** Rules to follow instead of those of the file. */
	readonly fork: string | undefined;
	/** Show this transaction. */
	readonly transaction: number | undefined;
	/** Of a chain: the last block. */
	readonly block: bigint | undefined;
	/** Threads that recover senders; undefined: as many as fit. */
	readonly workers: number | undefined;
	/** How many of the slowest transactions to list. */
	readonly slowest: number;
	readonly engine: EngineTier;
	readonly trace: TraceSettings | undefined;
	readonly bench: boolean;
	readonly json: boolean;
}
