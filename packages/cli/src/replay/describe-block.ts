import type { Address } from "@evmore/evm";
import type { SizedBlock, TransactionResult } from "@evmore/evm/block";
import { bytesToHex } from "@evmore/evm/bytes";
import { hashTransaction } from "@evmore/evm/tx";
import { formatTable } from "../output/table.js";
import { stylesFor } from "../terminal.js";
import type { BlockFile } from "./block-file.js";
import type { OutcomeCheck } from "./check-outcome.js";
import type { BlockRun, BlockTimes } from "./execute-block-file.js";
import type { ReplaySettings } from "./replay-settings.js";
import type { Slowest, TimedTransaction } from "./slowest.js";

/** What is told about a block. */
export interface BlockReport {
	readonly file: BlockFile;
	readonly run: BlockRun;
	readonly checks: readonly OutcomeCheck[];
	/** Medians of all runs. */
	readonly times: BlockTimes;
	readonly runs: number;
	readonly slowest: Slowest;
}

/** A report as text, or as JSON. */
export function describeBlock(report: BlockReport, { json }: Pick<ReplaySettings, "json">): string {
	return json ? JSON.stringify(blockJson(report), undefined, 2) : blockText(report);
}

function blockText({ file, run, checks, times, runs, slowest }: BlockReport): string {
	const { block, network, spec, source, parent, hasStateRoot } = file;
	const { header, hash, transactions } = block;
	const { green, red, dim } = stylesFor(1);
	const lines = [
		row("block", `${header.number} ${hash}`),
		row("rules", `${spec.name} on ${network.name}, ${transactions.length} transactions, state from ${source}`),
	];
	for (const { name, found, expected, ok } of checks) {
		const shown = found.length > 100 ? `${found.slice(0, 66)}…` : found;
		lines.push(row(name, ok ? `${shown} ${green("ok")}` : `${shown} ${red("wrong:")} the header says ${expected}`));
	}
	if (!hasStateRoot) {
		const root = `${run.outcome!.stateRoot} of the accounts in the file`;
		lines.push(row("state root", `${root} ${dim("not checked: the file has no more of the state")}`));
	}
	if (parent === undefined) lines.push(row("header", dim("not checked against its parent, which is not in the file")));
	const { gasUsed } = run.outcome!;
	const { execution, stateRoot, senders } = times;
	const often = runs > 1 ? `, median of ${runs} runs` : ", first run";
	lines.push(row("speed", `${formatSpeed(gasUsed, execution)} with state root${often}`));
	lines.push(
		row(
			"time",
			`${formatMs(execution)} execution, of which ${formatMs(stateRoot)} state root; senders ${formatMs(senders)} before`,
		),
	);
	return [...lines, ...slowestText(slowest.transactions, false)].join("\n");
}

function row(name: string, text: string): string {
	return `${name.padEnd(17)} ${text}`;
}

/** A table of transactions with a title before it; nothing when there are none. */
export function slowestText(transactions: readonly TimedTransaction[], withBlocks: boolean): string[] {
	if (transactions.length === 0) return [];
	const rows = transactions.map(({ block, index, hash, status, gasUsed, ms }) => [
		...(withBlocks ? [String(block)] : []),
		String(index),
		hash,
		status,
		String(gasUsed),
		formatMs(ms),
		formatSpeed(gasUsed, ms),
	]);
	const columns = [
		...(withBlocks ? [{ title: "block", isNumber: true }] : []),
		{ title: "tx", isNumber: true },
		{ title: "slowest transactions" },
		{ title: "status" },
		{ title: "gas", isNumber: true },
		{ title: "time", isNumber: true },
		{ title: "speed", isNumber: true },
	];
	return ["", formatTable(columns, rows)];
}

/** Fields of a transaction as JSON. */
export function slowestJson(transactions: readonly TimedTransaction[]): object[] {
	return transactions.map(({ block, index, hash, status, gasUsed, ms }) => ({
		block: Number(block),
		index,
		hash,
		status,
		gasUsed: Number(gasUsed),
		ms,
	}));
}

function blockJson({ file, run, checks, times, runs, slowest }: BlockReport): object {
	const { block, network, spec, parent, hasStateRoot } = file;
	const { gasUsed, stateRoot } = run.outcome!;
	return {
		number: Number(block.header.number),
		hash: block.hash,
		network: network.name,
		fork: spec.name,
		transactions: block.transactions.length,
		gasUsed: Number(gasUsed),
		stateRoot,
		stateRootChecked: hasStateRoot,
		headerChecked: parent !== undefined,
		ok: checks.every(({ ok }) => ok),
		checks,
		runs,
		mgasPerSecond: speedOf(gasUsed, times.execution),
		ms: times,
		slowest: slowestJson(slowest.transactions),
	};
}

/** One transaction and what came of it. */
export function describeTransaction(
	block: SizedBlock,
	index: number,
	from: Address,
	result: TransactionResult,
	{ json }: Pick<ReplaySettings, "json">,
): string {
	const transaction = block.transactions[index]!;
	const fields: Readonly<Record<string, string>> = {
		block: String(block.header.number),
		transaction: String(index),
		hash: hashTransaction(transaction),
		from,
		to: transaction.to ?? "creation",
		...(result.createdAddress !== undefined && { created: result.createdAddress }),
		value: String(transaction.value),
		status: result.status === "halt" ? `halt: ${result.reason}` : result.status,
		gasUsed: String(result.gasUsed),
		output: bytesToHex(result.output),
	};
	if (!json)
		return Object.entries({ ...fields, logs: String(result.logs.length) })
			.map(([name, text]) => row(name, text))
			.join("\n");
	const logs = result.logs.map(({ address, topics, data }) => ({ address, topics, data: bytesToHex(data) }));
	return JSON.stringify({ ...fields, logs }, undefined, 2);
}

/** Million gas per second. */
export function speedOf(gas: bigint, ms: number): number {
	return ms === 0 ? 0 : Number(gas) / ms / 1000;
}

export function formatSpeed(gas: bigint, ms: number): string {
	return `${speedOf(gas, ms).toFixed(1)} Mgas/s`;
}

export function formatMs(ms: number): string {
	return ms >= 10_000 ? `${(ms / 1000).toFixed(1)} s` : `${ms.toFixed(ms >= 100 ? 0 : 2)} ms`;
}
