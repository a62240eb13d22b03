import { Machine } from "@evmore/evm/evm";
import { MemoryState } from "@evmore/evm/state";
import { hashTransaction } from "@evmore/evm/tx";
import { InputError } from "../errors.js";
import { print } from "../terminal.js";
import { type BlockFile, readBlockFile } from "./block-file.js";
import { checkOutcome } from "./check-outcome.js";
import { describeBlock, describeTransaction } from "./describe-block.js";
import { type BlockRun, executeBlockFile } from "./execute-block-file.js";
import { median } from "./median.js";
import type { ReplaySettings } from "./replay-settings.js";
import { Slowest } from "./slowest.js";
import { TransactionTrace } from "./transaction-trace.js";

/** A benchmark runs so long, and at least so often. */
const benchMs = 4000;
const leastRuns = 5;

/** Executes a block with the state that its file holds. */
export async function replayBlock(json: unknown, name: string, settings: ReplaySettings): Promise<void> {
	const file = readBlockFile(json, name, settings.fork);
	const { transaction, engine } = settings;
	checkIndex(file, transaction);
	const machine = new Machine(file.spec, new MemoryState(), engine);
	const trace = new TransactionTrace(settings.trace, transaction);
	const run = await trace.watch(() =>
		executeBlockFile(machine, file, { tracerOf: (index) => trace.tracerOf(index), last: transaction }),
	);
	if (transaction !== undefined) {
		print(describeTransaction(file.block, transaction, run.senders[transaction]!, run.results[transaction]!, settings));
		return;
	}
	const runs = settings.bench ? await repeat(machine, file) : [run];
	const checks = checkOutcome(file, run.outcome!);
	const times = {
		senders: median(runs.map(({ times }) => times.senders)),
		execution: median(runs.map(({ times }) => times.execution)),
		stateRoot: median(runs.map(({ times }) => times.stateRoot)),
	};
	print(
		describeBlock(
			{ file, run, checks, times, runs: runs.length, slowest: slowestOf(file, runs, settings.slowest) },
			settings,
		),
	);
	if (!checks.every(({ ok }) => ok)) process.exitCode = 1;
}

async function repeat(machine: Machine, file: BlockFile): Promise<BlockRun[]> {
	const runs: BlockRun[] = [];
	const start = performance.now();
	while (runs.length < leastRuns || performance.now() - start < benchMs) {
		runs.push(await executeBlockFile(machine, file));
	}
	return runs;
}

function checkIndex({ block }: BlockFile, index: number | undefined): void {
	const count = block.transactions.length;
	if (index === undefined || index < count) return;
	throw new InputError(`--tx ${index}: the block has ${count} transactions, counted from 0`);
}

/** By the median of each transaction's times. */
function slowestOf({ block }: BlockFile, runs: readonly BlockRun[], count: number): Slowest {
	const slowest = new Slowest(count);
	for (const [index, { status, gasUsed }] of runs[0]!.results.entries()) {
		const ms = median(runs.map((run) => run.transactionMs[index]!));
		if (!slowest.wants(ms)) continue;
		const hash = hashTransaction(block.transactions[index]!);
		slowest.add({ block: block.header.number, index, hash, status, gasUsed, ms });
	}
	return slowest;
}
