import type { Blockchain } from "@evmore/evm/chain";
import { formatMs, formatSpeed, slowestJson, slowestText, speedOf } from "./describe-block.js";
import type { ReplaySettings } from "./replay-settings.js";
import type { Slowest } from "./slowest.js";

/** What is told about blocks that were imported. */
export interface ChainReport {
	readonly chain: Blockchain;
	/** Number of the first block after the genesis. */
	readonly first: bigint;
	readonly blocks: number;
	readonly transactions: number;
	readonly gas: bigint;
	/** Decoding, senders, execution and roots. */
	readonly ms: number;
	/** That recovered senders. */
	readonly threads: number;
	/** Resident memory of the process at 10 %, 50 % and 100 %. */
	readonly memoryMiB: readonly number[];
	readonly slowest: Slowest;
}

/** A report as text, or as JSON. */
export function describeChain(report: ChainReport, runs: number, { json }: Pick<ReplaySettings, "json">): string {
	const { chain, first, blocks, transactions, gas, ms, threads, memoryMiB, slowest } = report;
	const { head, headHash } = chain;
	if (json) {
		const fields = {
			blocks,
			first: Number(first),
			head: { number: Number(head.number), hash: headHash, stateRoot: head.stateRoot },
			transactions,
			gasUsed: Number(gas),
			runs,
			ms,
			mgasPerSecond: speedOf(gas, ms),
			senderThreads: threads,
			memoryMiB,
			slowest: slowestJson(slowest.transactions),
		};
		return JSON.stringify(fields, undefined, 2);
	}
	const often = runs > 1 ? `, median of ${runs} imports` : "";
	const senders =
		threads === 0
			? "senders recovered on the way"
			: `senders recovered ahead by ${threads} thread${threads > 1 ? "s" : ""}`;
	const memory = memoryMiB.map((size, index) => `${size} MiB at ${["10", "50", "100"][index]} %`).join(", ");
	return [
		`chain       ${blocks} blocks, ${transactions} transactions, all their headers say came out`,
		`head        ${head.number} ${headHash}`,
		`state root  ${head.stateRoot}`,
		`gas         ${gas}`,
		`speed       ${formatSpeed(gas, ms)} with state roots: ${formatMs(ms)}, ${Math.round((blocks / ms) * 1000)} blocks/s${often}`,
		`            ${senders}`,
		...(memory === "" ? [] : [`memory      ${memory}`]),
		...slowestText(slowest.transactions, true),
	].join("\n");
}
