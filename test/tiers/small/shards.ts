import { Worker } from "node:worker_threads";
import { noCounts, type SmallCounts } from "./campaign.js";

/** Which contracts a thread runs: every so manyth. */
export interface Shard {
	readonly seed: string;
	/** Numbers of contracts: from, step, and up to but without. */
	readonly first: number;
	readonly step: number;
	readonly end: number;
}

/** What a thread tells. */
export type ShardMessage =
	| { readonly kind: "progress"; readonly counts: SmallCounts }
	/** A difference, explained. */
	| { readonly kind: "failure"; readonly text: string };

/**
 * Runs contracts in threads.
 *
 * @param progress - called whenever a thread has told how far it is, with the counts of all
 * @returns the counts of all at the end
 */
export async function runShards(
	seed: string,
	first: number,
	end: number,
	threads: number,
	progress: (counts: SmallCounts) => void,
	failure: (text: string) => void,
): Promise<SmallCounts> {
	const latest: SmallCounts[] = Array.from({ length: threads }, noCounts);
	const runs = latest.map(
		(_, i) =>
			new Promise<void>((resolve, reject) => {
				const shard: Shard = { seed, first: first + i, step: threads, end };
				const worker = new Worker(new URL("shard-worker.js", import.meta.url), { workerData: shard });
				worker.on("message", (message: ShardMessage) => {
					if (message.kind === "failure") return failure(message.text);
					latest[i] = message.counts;
					progress(addCounts(latest));
				});
				worker.on("error", reject);
				worker.on("exit", (code) => (code === 0 ? resolve() : reject(new Error(`a thread ended with code ${code}`))));
			}),
	);
	await Promise.all(runs);
	return addCounts(latest);
}

function addCounts(all: readonly SmallCounts[]): SmallCounts {
	const sum = noCounts();
	for (const counts of all) {
		for (const [name, value] of Object.entries(counts)) {
			if (typeof value === "number") (sum as unknown as Record<string, number>)[name]! += value;
		}
		for (const [end, count] of Object.entries(counts.ends)) sum.ends[end] = (sum.ends[end] ?? 0) + count;
	}
	return sum;
}
