// One of the threads that run test files: a path comes in, a report goes out.
import { parentPort, workerData } from "node:worker_threads";
import { loadPrecompileLibraries } from "@evmore/evm/precompiles";
import type { CaseSelection } from "./case-report.js";
import { runTestFile } from "./run-test-file.js";

const selection = workerData as CaseSelection;

// A port hands over one message at a time: the next file waits until this one is done.
let work: Promise<void> = loadPrecompileLibraries();

parentPort?.on("message", (path: string) => {
	work = work.then(async () => parentPort?.postMessage(await runTestFile(path, selection)));
});
