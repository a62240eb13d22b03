import { bytesToHex } from "@evmore/evm";
import type { Abi } from "../abi/abi.js";
import type { Execution } from "../execution/execute.js";
import type { ExecutionOptions } from "../execution/execution-options.js";
import type { World } from "../execution/world.js";
import { LineWriter, print, stylesFor } from "../terminal.js";
import { describeLogs, describeOutcome } from "./summary.js";

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
	if (options.dump) {
		const { dumpState } = await import("../state/dump-state.js");
		print(dumpState(world.state));
	}
	const styles = stylesFor(2);
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

/** Return data as bytes in hexadecimal. */
export function printOutput(output: Uint8Array): void {
	print(bytesToHex(output));
}
