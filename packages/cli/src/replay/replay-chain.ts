import { availableParallelism } from "node:os";
import type { SizedBlock, TransactionResult } from "@evmore/evm/block";
import type { Blockchain } from "@evmore/evm/chain";
import { Machine } from "@evmore/evm/evm";
import { defaultForkName, resolveSpec } from "@evmore/evm/spec";
import { MemoryState } from "@evmore/evm/state";
import { hashTransaction, recoverSender } from "@evmore/evm/tx";
import { InputError, UsageError } from "../errors.js";
import { print } from "../terminal.js";
import { decodeNamed } from "./block-file.js";
import { type ChainSource, openChainSource } from "./chain-source.js";
import { describeTransaction } from "./describe-block.js";
import { type ChainReport, describeChain } from "./describe-chain.js";
import { median } from "./median.js";
import type { ReplayInput } from "./read-input.js";
import { recoverAhead } from "./recover-ahead.js";
import { ReplayProgress } from "./replay-progress.js";
import type { ReplaySettings } from "./replay-settings.js";
import { Slowest } from "./slowest.js";
import { TransactionTrace } from "./transaction-trace.js";

/** Below it threads cost more than they save: bytes of the file. */
const leastBytesForThreads = 512 << 10;
/** Bytes of a block that has a few transactions. With less in each, what threads cost is more than what they recover. */
const leastBlockBytes = 2 << 10;
/** Runs of a benchmark: at least so many, and until so long has passed. */
const leastRuns = 3;
const benchMs = 4000;

/** Imports a file of blocks from its genesis on. */
export async function replayChain(
	input: Exclude<ReplayInput, { kind: "block" }>,
	name: string,
	genesisPath: string,
	settings: ReplaySettings,
): Promise<void> {
	const { transaction, block, bench } = settings;
	if (transaction !== undefined && block === undefined)
		throw new UsageError("--tx needs --block: in which block it is");
	if (settings.trace !== undefined && block === undefined)
		throw new UsageError("--trace needs --block: which block to trace");
	const source = await openChainSource(input, name, genesisPath, settings.fork);
	const machine = new Machine(resolveSpec(defaultForkName), new MemoryState(), settings.engine);
	const reports: ChainReport[] = [];
	const start = performance.now();
	do {
		const report = await importChain(source, machine, settings);
		// It has been told.
		if (report === undefined) return;
		reports.push(report);
	} while (bench && (reports.length < leastRuns || performance.now() - start < benchMs));
	const ms = median(reports.map((report) => report.ms));
	print(describeChain({ ...reports[0]!, ms }, reports.length, settings));
}

/** Undefined: one transaction was asked for, and has been shown. */
async function importChain(
	source: ChainSource,
	machine: Machine,
	settings: ReplaySettings,
): Promise<ChainReport | undefined> {
	const { block: last, transaction } = settings;
	const chain = source.createChain(machine);
	const first = chain.head.number + 1n;
	const threads = countThreads(source, settings);
	const slowest = new Slowest(settings.slowest);
	const progress = new ReplayProgress(source.sizeBytes);
	const trace = new TransactionTrace(settings.trace, transaction);
	const memoryMiB: number[] = [];
	let [blocks, transactions, gas, done] = [0, 0, 0n, 0];
	const start = performance.now();
	for await (const { rlp, senders } of recoverAhead(source.blocks, threads)) {
		const block = decodeNamed(rlp, `${source.name}, block ${blocks + 1}`);
		const isLast = last !== undefined && block.header.number === last;
		if (isLast && transaction !== undefined) checkIndex(block, transaction);
		const watched = isLast ? trace : undefined;
		const starts: number[] = [];
		const known = senders !== undefined && hasFinalSignatureRules(chain, block) ? { senders } : {};
		const result = await trace.watch(() =>
			chain.importAsync(block, {
				...known,
				watch: {
					begin: (index) => {
						starts.push(performance.now());
						return watched?.tracerOf(index);
					},
					end: (index, executed) => note(slowest, block, index, executed, performance.now() - starts[index]!),
				},
			}),
		);
		if (result.status === "refused") {
			progress.end();
			const which = `block ${block.header.number}, number ${blocks + 1} in the file,`;
			throw new InputError(`${source.name}: ${which} is refused: ${result.exception}: ${result.details}`);
		}
		blocks++;
		done += rlp.length;
		if (result.status === "imported") {
			transactions += result.execution.results.length;
			gas += result.execution.gasUsed;
			if (isLast && transaction !== undefined) {
				const executed = result.execution.results[transaction]!;
				const from = recoverSender(block.transactions[transaction]!, chain.rulesFor(block.header)!)!;
				print(describeTransaction(block, transaction, from, executed, settings));
				return undefined;
			}
		}
		noteMemory(memoryMiB, done / source.sizeBytes);
		progress.advance(done, blocks, gas);
		if (isLast) break;
	}
	progress.end();
	if (last !== undefined && chain.head.number !== last)
		throw new InputError(`${source.name}: there is no block ${last}`);
	const ms = performance.now() - start;
	return { chain, first, blocks, transactions, gas, ms, threads, memoryMiB, slowest };
}

function countThreads(source: ChainSource, { workers }: ReplaySettings): number {
	if (workers !== undefined) return workers;
	const isLarge =
		source.sizeBytes >= leastBytesForThreads && source.sizeBytes / source.blocks.length >= leastBlockBytes;
	return isLarge ? Math.min(4, availableParallelism() - 1) : 0;
}

/** Threads judge signatures by the rules since Spurious Dragon (EIP-2, EIP-155), which have not changed since. */
function hasFinalSignatureRules(chain: Blockchain, { header }: SizedBlock): boolean {
	const rules = chain.rulesFor(header)?.rules;
	return rules?.lowS === true && rules.replayProtection;
}

function checkIndex({ header, transactions }: SizedBlock, index: number): void {
	if (index < transactions.length) return;
	throw new InputError(`--tx ${index}: block ${header.number} has ${transactions.length} transactions, counted from 0`);
}

function note(slowest: Slowest, block: SizedBlock, index: number, result: TransactionResult, ms: number): void {
	if (!slowest.wants(ms)) return;
	const { status, gasUsed } = result;
	const hash = hashTransaction(block.transactions[index]!);
	slowest.add({ block: block.header.number, index, hash, status, gasUsed, ms });
}

/** Parts of the work after which resident memory is noted. */
const memoryPoints = [0.1, 0.5, 1];

function noteMemory(memoryMiB: number[], part: number): void {
	const point = memoryPoints[memoryMiB.length];
	if (point !== undefined && part >= point) memoryMiB.push(Math.round(process.memoryUsage.rss() / 2 ** 20));
}
