import type { CallParameters, CallResult } from "@evmore/evm";
import { writeStatistics } from "../output/report.js";
import { LineWriter } from "../terminal.js";
import type { World } from "./world.js";

/** As long as go-ethereum's benchmarks take. */
const minimumMs = 1000;

/**
 * Runs a message again and again for a second, each time on the same state, and writes what one run took to standard error.
 *
 * @returns what the message returned
 */
export function benchmark({ evm, sender, gas, gasPrice }: World, message: CallParameters): CallResult {
	const parameters: CallParameters = { from: sender, gas, gasPrice, ...message };
	const heapBefore = process.memoryUsage().heapUsed;
	const start = performance.now();
	let result = evm.call(parameters);
	let runs = 1;
	let elapsedMs = performance.now() - start;
	while (elapsedMs < minimumMs) {
		result = evm.call(parameters);
		runs++;
		elapsedMs = performance.now() - start;
	}
	const allocatedBytes = Math.max(0, process.memoryUsage().heapUsed - heapBefore) / runs;
	const writer = new LineWriter(2);
	writeStatistics(writer, result.gasUsed, elapsedMs / runs, allocatedBytes);
	writer.write(`runs:            ${runs}`);
	writer.write(`gas per second:  ${((Number(result.gasUsed) * runs) / elapsedMs / 1000).toFixed(1)} million`);
	writer.flush();
	return result;
}
