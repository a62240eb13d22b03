import { bytesToHex } from "@evmore/evm/bytes";
import type { CallParameters, CallResult } from "@evmore/evm";
import type { Abi } from "../abi/abi.js";
import { dumpState } from "../state/dump-state.js";
import type { ExecutionOptions } from "../execution-options.js";
import { describeLogs, describeOutcome } from "./summary.js";
import { LineWriter, stylesFor } from "../terminal.js";
import { openWatch } from "./tracing.js";
import type { World } from "../state/world.js";

/** An execution that is over. */
export interface Execution {
	readonly result: CallResult;
	readonly elapsedMs: number;
	/** Heap that grew meanwhile. */
	readonly allocatedBytes: number;
	/** Standard error belongs to a trace that programs read. */
	readonly isForPrograms: boolean;
}

/** Runs a message in the world, watched as the options ask; the state is kept when it succeeds. */
export async function execute(world: World, message: CallParameters, options: ExecutionOptions): Promise<Execution> {
	const { evm, sender, gas, gasPrice, state } = world;
	const watch = await openWatch(options);
	const { tracer } = watch;
	const allocated = process.memoryUsage().heapUsed;
	const start = performance.now();
	let result: CallResult;
	try {
		result = evm.call({ from: sender, gas, gasPrice, commit: true, ...message, ...(tracer !== undefined && { tracer }) });
	} finally {
		watch.finish(state);
	}
	const elapsedMs = performance.now() - start;
	const allocatedBytes = Math.max(0, process.memoryUsage().heapUsed - allocated);
	if (result.status === "success") await world.save();
	return { result, elapsedMs, allocatedBytes, isForPrograms: watch.isForPrograms };
}

/** What is told to people on standard error. */
export interface Report {
	readonly abi: Abi;
	/** Lines after the outcome: where a contract is, what a value means. */
	readonly remarks?: readonly string[];
}

/** Writes the state, when asked for, to standard output, and the summary to standard error. */
export async function report(
	world: World,
	{ result, elapsedMs, allocatedBytes, isForPrograms }: Execution,
	options: ExecutionOptions,
	{ abi, remarks = [] }: Report,
): Promise<void> {
	if (options.dump) print(dumpState(world.state));
	const styles = stylesFor(process.stderr);
	const writer = new LineWriter(2);
	if (options.statdump) writeStatistics(writer, result.gasUsed, elapsedMs, allocatedBytes);
	if (!isForPrograms) {
		writer.write(await describeOutcome(result, abi, styles));
		for (const remark of remarks) writer.write(remark);
		for (const line of await describeLogs(result, abi, styles)) writer.write(line);
	}
	writer.flush();
}

/** As go-ethereum writes them, but for the number of allocations, which JavaScript does not tell. */
export function writeStatistics(writer: LineWriter, gasUsed: bigint, elapsedMs: number, allocatedBytes: number): void {
	writer.write(`EVM gas used:    ${gasUsed}`);
	writer.write(`execution time:  ${formatDuration(elapsedMs)}`);
	writer.write(`allocated bytes: ${Math.round(allocatedBytes)}`);
}

function formatDuration(elapsedMs: number): string {
	if (elapsedMs >= 1000) return `${(elapsedMs / 1000).toFixed(3)}s`;
	return elapsedMs >= 1 ? `${elapsedMs.toFixed(3)}ms` : `${(elapsedMs * 1000).toFixed(3)}µs`;
}

/** Writes a result, which is what standard output is for. */
export function print(line: string): void {
	const writer = new LineWriter(1);
	writer.write(line);
	writer.flush();
}

/** Return data as `run` prints them. */
export function printOutput(output: Uint8Array): void {
	print(bytesToHex(output));
}
