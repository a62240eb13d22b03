import { availableParallelism } from "node:os";
import { SmallCampaign, type SmallCounts, type SmallFailure } from "./campaign.js";
import { generateContract, programsPerContract } from "./contract.js";
import { describeSmall, explainSmall, parseId } from "./explain.js";
import { runShards } from "./shards.js";

/** Runs programs from the number `start` on; whole contracts. @returns whether all is well */
export async function fuzzSmall(seed: string, start: number, count: number, threads: number): Promise<boolean> {
	const first = Math.floor(start / programsPerContract);
	const end = first + Math.ceil(count / programsPerContract);
	const workers = Math.max(1, Math.min(threads, availableParallelism(), end - first));
	console.log(`seed ${seed}, contracts ${first} to ${end - 1} of ${programsPerContract} programs, ${workers} threads`);
	const startMs = performance.now();
	let printedMs = startMs;
	const progress = (counts: SmallCounts): void => {
		const nowMs = performance.now();
		if (nowMs - printedMs < 5000) return;
		printedMs = nowMs;
		const perSecond = Math.round(counts.programs / ((nowMs - startMs) / 1000));
		const megabytes = Math.round(process.memoryUsage.rss() / 2 ** 20);
		process.stderr.write(
			`${counts.programs} programs, ${counts.different} different, ${perSecond}/s, ${megabytes} MB\n`,
		);
	};
	const counts = await runShards(seed, first, end, workers, progress, (text) => console.log(text));
	const seconds = (performance.now() - startMs) / 1000;
	const ends = Object.entries(counts.ends).sort(([, a], [, b]) => b - a);
	const { contracts, compiled, declined, programs, runs, different, watchedRuns, detours } = counts;
	console.log(`${programs} programs, ${runs} runs, ${different} different, ${Math.round(programs / seconds)}/s`);
	console.log(`${contracts} contracts: ${compiled} compiled, ${declined} declined`);
	console.log(`of ${watchedRuns} runs that were watched ${detours} left compiled code for the interpreter`);
	console.log(ends.map(([end, n]) => `${end} ${((n * 100) / programs).toFixed(2)} %`).join(", "));
	return different === 0 && declined === 0 && compiled === contracts;
}

/** Prints a program and runs it once more. @returns whether all is well */
export async function replaySmall(id: string): Promise<boolean> {
	const { seed, index } = parseId(id);
	const number = Math.floor(index / programsPerContract);
	const position = index % programsPerContract;
	console.log(describeSmall(generateContract(seed, number), position));
	const failures: SmallFailure[] = [];
	const campaign = new SmallCampaign(seed, (failure) => failures.push(failure));
	campaign.run(number, position + 1);
	const failure = failures.find((candidate) => candidate.position === position);
	console.log(failure === undefined ? "no difference" : await explainSmall(failure));
	return failure === undefined;
}
