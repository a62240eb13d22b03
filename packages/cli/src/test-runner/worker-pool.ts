import { Worker } from "node:worker_threads";
import type { FileReport } from "./case-report.js";
import type { WorkerTask } from "./worker.js";

/** Files a worker holds: it begins with the next one without having to ask. */
const filesInFlight = 2;

/**
 * Runs files on several threads, each file on the first thread that is free.
 *
 * @param done - called once per file, in any order
 */
export async function runOnWorkers(
	files: readonly string[],
	workers: number,
	task: WorkerTask,
	done: (file: number, report: FileReport) => void,
): Promise<void> {
	const order = files.map((_, file) => file).sort((a, b) => Number(isSlow(files[b]!)) - Number(isSlow(files[a]!)));
	let next = 0;
	const takeFile = (): number | undefined => order[next++];
	const threads = Array.from({ length: Math.min(workers, files.length) }, () => runThread(files, task, takeFile, done));
	await Promise.all(threads);
}

/** The suites name what takes long. Those files come first, so that no thread is left alone with one at the end. */
function isSlow(path: string): boolean {
	return /TimeConsuming|Performance|QuadraticComplexity/.test(path);
}

function runThread(
	files: readonly string[],
	task: WorkerTask,
	takeFile: () => number | undefined,
	done: (file: number, report: FileReport) => void,
): Promise<void> {
	return new Promise((resolve, reject) => {
		const worker = new Worker(new URL("./worker.js", import.meta.url), { workerData: task });
		const held: number[] = [];
		const give = (): void => {
			const file = takeFile();
			if (file === undefined) return;
			held.push(file);
			worker.postMessage(files[file]);
		};
		const endWhenIdle = (): void => {
			if (held.length > 0) return;
			resolve();
			void worker.terminate();
		};
		worker.on("message", (report: FileReport) => {
			done(held.shift()!, report);
			give();
			endWhenIdle();
		});
		// A thread that breaks takes its files with it: they have failed.
		worker.on("error", (error: Error) => {
			for (const file of held.splice(0)) done(file, brokenThread(files[file]!, error));
			runThread(files, task, takeFile, done).then(resolve, reject);
		});
		for (let i = 0; i < filesInFlight; i++) give();
		endWhenIdle();
	});
}

function brokenThread(name: string, error: Error): FileReport {
	const report = { name, pass: false, fork: "", error: `the thread that ran it broke: ${error.message}` };
	return { tallies: { "": { passed: 0, failed: 1 } }, cases: [report] };
}
