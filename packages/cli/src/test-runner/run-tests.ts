import { availableParallelism } from "node:os";
import { createInterface } from "node:readline";
import { findFork, forkNames } from "@evmore/evm/spec";
import { InputError, UsageError } from "../errors.js";
import { tellError } from "../tell-error.js";
import { LineWriter, print, stylesFor } from "../terminal.js";
import type { CaseReport, CaseSelection, FileReport } from "./case-report.js";
import { findTestFiles } from "./find-test-files.js";
import { describeReport, describeReports, formatReports } from "./format-reports.js";
import { loadSuite, type SuiteName } from "./load-suite.js";
import { openTrace, type TraceSettings } from "./open-trace.js";
import { Progress } from "./progress.js";
import { runTestFile } from "./run-test-file.js";
import { everyName } from "./test-options.js";
import type { CaseHooks } from "./test-suite.js";
import { Totals } from "./totals.js";
import { runOnWorkers } from "./worker-pool.js";

/** What a verb that runs tests is asked for. */
export interface TestRunOptions {
	readonly suite: SuiteName;
	readonly selection: CaseSelection;
	readonly human: boolean;
	/** Threads; undefined: as many as there are cores. */
	readonly workers: number | undefined;
	readonly trace: TraceSettings | undefined;
	/** Print each report as soon as it is known, too. */
	readonly each?: boolean;
}

/** Forks that are not known are shown last. */
const newestFork = forkNames.at(-1)!;

/** Failures that a summary lists. */
const listedFailures = 100;

/** Runs the tests of files and folders and prints what came of them; whether all passed. */
export async function runTests(paths: readonly string[], options: TestRunOptions): Promise<boolean> {
	const groups = paths.map((path) => ({ path, files: findTestFiles(path), totals: new Totals() }));
	const files = groups.flatMap((group) => group.files.map((file) => ({ file, totals: group.totals })));
	const totals = new Totals();
	const collector = new ReportCollector(files.length, options);
	const progress = new Progress(files.length);
	const done = (file: number, report: FileReport): void => {
		totals.add(report);
		files[file]!.totals.add(report);
		progress.advance(totals);
		collector.add(file, report);
	};
	await runFiles(
		files.map(({ file }) => file),
		options,
		done,
	);
	progress.end();
	collector.finish();
	if (options.selection.summary) {
		const lines = totals.describeForks((fork) => forkNames.indexOf(findFork(fork)?.name ?? newestFork));
		if (groups.length > 1) lines.push("", ...groups.map((group) => `${group.path}: ${group.totals.describe()}`), "");
		print([...lines, totals.describe()].join("\n"));
	}
	if (files.length === 0) return tellMistake(`no test files in ${paths.join(", ")}`);
	return judge(totals, options.selection);
}

/** Whether all passed. That nothing was run is a mistake in the command, not a success. */
function judge(totals: Totals, { run, stateTest }: CaseSelection): boolean {
	if (totals.passed + totals.failed > 0) return totals.failed === 0;
	const filters = [
		...(run === everyName ? [] : [`--run ${run}`]),
		...(stateTest?.fork === undefined ? [] : [`--statetest.fork ${stateTest.fork}`]),
		...(stateTest === undefined || stateTest.index < 0 ? [] : [`--statetest.index ${stateTest.index}`]),
	];
	return tellMistake(filters.length === 0 ? "there is no test in these files" : `no test matches ${filters.join(" ")}`);
}

function tellMistake(text: string): false {
	tellError(new InputError(text));
	return false;
}

async function runFiles(
	files: readonly string[],
	options: TestRunOptions,
	done: (file: number, report: FileReport) => void,
): Promise<void> {
	const { suite, selection } = options;
	const threads = countThreads(files.length, options);
	if (threads > 1) return runOnWorkers(files, threads, { suite, selection }, done);
	const errors = new LineWriter(2);
	const hooks = openHooks(options, errors);
	const tests = await loadSuite(suite);
	for (let file = 0; file < files.length; file++) done(file, await runTestFile(tests, files[file]!, selection, hooks));
	errors.flush();
}

/** Traces come in the order of the cases, as do reports of each; benchmarks want the machine for themselves. */
function countThreads(files: number, { selection, workers, trace, each }: TestRunOptions): number {
	const isSequential = trace !== undefined || each || selection.stateTest?.bench;
	return isSequential ? 1 : Math.min(workers ?? availableParallelism(), files);
}

function printReports(reports: readonly CaseReport[], human: boolean): void {
	print(human ? describeReports(reports, stylesFor(1)) : formatReports(reports));
}

/** Writes the state root of each case to standard error as soon as it is known, after the case's trace. */
function openHooks({ trace, selection, each, human }: TestRunOptions, errors: LineWriter): CaseHooks {
	const tracing: CaseHooks = trace === undefined ? {} : openTrace(trace, errors);
	return {
		...(tracing.begin !== undefined && { begin: tracing.begin }),
		end: (report) => {
			tracing.end?.(report);
			if (!selection.summary) writeStateRoot(errors, report);
			if (!each) return;
			errors.flush();
			printReports([report], human);
		},
	};
}

function writeStateRoot(errors: LineWriter, { stateRoot }: CaseReport): void {
	if (stateRoot !== undefined) errors.write(`{"stateRoot": "${stateRoot}"}`);
}

/** Puts reports into the order of the files. */
class ReportCollector {
	readonly #options: TestRunOptions;
	readonly #reports: (readonly CaseReport[] | undefined)[];

	constructor(files: number, options: TestRunOptions) {
		this.#options = options;
		this.#reports = new Array(files).fill(undefined);
	}

	add(file: number, { cases }: FileReport): void {
		this.#reports[file] = cases;
	}

	finish(): void {
		const { selection, human } = this.#options;
		const reports = this.#reports.flatMap((cases) => cases ?? []);
		const errors = new LineWriter(2);
		if (selection.summary) {
			const styles = stylesFor(2);
			for (const report of reports.slice(0, listedFailures)) errors.write(describeReport(report, styles));
			if (reports.length > listedFailures) errors.write(`… and ${reports.length - listedFailures} more failed`);
			errors.flush();
			return;
		}
		if (countThreads(this.#reports.length, this.#options) > 1) {
			for (const report of reports) writeStateRoot(errors, report);
			errors.flush();
		}
		printReports(reports, human);
	}
}

/** Runs the files whose names come on standard input, one a line, until an empty line; reports after each. */
export async function runTestsFromInput(options: TestRunOptions): Promise<boolean> {
	const { suite, selection, human, each } = options;
	if (process.stdin.isTTY) throw new UsageError("name a file or folder, or give file names on standard input");
	const errors = new LineWriter(2);
	const hooks = openHooks(options, errors);
	const totals = new Totals();
	const flushing: CaseHooks = {
		...hooks,
		end: (report) => {
			hooks.end?.(report);
			errors.flush();
		},
	};
	const tests = await loadSuite(suite);
	let files = 0;
	for await (const line of createInterface({ input: process.stdin })) {
		if (line === "") break;
		const report = await runTestFile(tests, line, selection, flushing);
		totals.add(report);
		files++;
		if (selection.summary) print(`${line}: ${totals.describe()}`);
		else if (!each) printReports(report.cases, human);
	}
	// An open pipe would keep the process alive.
	process.stdin.destroy();
	return files === 0 || judge(totals, selection);
}
