// One of the threads that run test files: a path comes in, a report goes out.
import { parentPort, workerData } from "node:worker_threads";
import { loadPrecompileLibraries } from "@evmore/evm/precompiles";
import type { CaseSelection } from "./case-report.js";
import { loadSuite, type SuiteName } from "./load-suite.js";
import { runTestFile } from "./run-test-file.js";

/** What a thread is started with. */
export interface WorkerTask {
	readonly suite: SuiteName;
	readonly selection: CaseSelection;
}

const { suite, selection } = workerData as WorkerTask;

// A port hands over one message at a time: the next file waits until this one is done.
const loaded = loadSuite(suite);
let work: Promise<unknown> = loadPrecompileLibraries();

parentPort?.on("message", (path: string) => {
	work = work.then(async () => parentPort?.postMessage(await runTestFile(await loaded, path, selection)));
});
