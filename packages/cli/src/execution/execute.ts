import type { CallParameters, CallResult } from "@evmore/evm";
import { openWatch } from "../output/tracing.js";
import type { ExecutionOptions } from "./execution-options.js";
import type { World } from "./world.js";

/** An execution that is over. */
export interface Execution {
	readonly result: CallResult;
	readonly elapsedMs: number;
	/** By how much the heap grew meanwhile; 0 when nobody asked. */
	readonly allocatedBytes: number;
	/** Standard error belongs to a trace that programs read. */
	readonly isForPrograms: boolean;
}

/** Runs a message in the world, watched as the options ask; the state is kept when it succeeds. */
export async function execute(world: World, message: CallParameters, options: ExecutionOptions): Promise<Execution> {
	const { evm, sender, gas, gasPrice, state } = world;
	const watch = await openWatch(options, evm.spec.name);
	const { tracer } = watch;
	const allocated = heapSize(options);
	// `performance` is loaded when it is first asked for, which takes longer than a small run.
	const start = process.hrtime.bigint();
	let result: CallResult | undefined;
	try {
		result = evm.call({
			from: sender,
			gas,
			gasPrice,
			commit: true,
			...message,
			...(tracer !== undefined && { tracer }),
		});
	} finally {
		watch.finish(state, result?.status === "success");
	}
	const elapsedMs = Number(process.hrtime.bigint() - start) / 1e6;
	const allocatedBytes = Math.max(0, heapSize(options) - allocated);
	if (result.status === "success") await world.save();
	return { result, elapsedMs, allocatedBytes, isForPrograms: watch.isForPrograms };
}

/** Bytes in use on the heap, for `--statdump`: to find out takes longer than to run a short program. */
function heapSize({ statdump }: ExecutionOptions): number {
	return statdump ? process.memoryUsage().heapUsed : 0;
}
