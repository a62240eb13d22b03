import { describeFileError } from "../errors.js";
import { dumpState } from "../state/dump-state.js";
import type { CaseReport, CaseSelection, FileReport, Tally } from "./case-report.js";
import { readTestFile } from "./read-test-file.js";
import { type CaseResult, runStateTest, type StateTestRun } from "./run-state-test.js";
import type { CaseJson, StateTest } from "./state-test.js";

/** What happens around each case. */
export interface CaseHooks {
	/** What the case is run with: a tracer, an engine. */
	begin?(): StateTestRun;
	/** After each case, whether it passed or not. */
	end?(report: CaseReport, result: CaseResult | undefined): void;
}

/**
 * Runs the cases of a file. Never throws: a file that cannot be read, and a case that breaks the runner, are failures.
 */
export async function runTestFile(path: string, selection: CaseSelection, hooks: CaseHooks = {}): Promise<FileReport> {
	const tallies: Record<string, Tally> = {};
	const cases: CaseReport[] = [];
	const count = (report: CaseReport, result?: CaseResult): void => {
		tallies[report.fork] ??= { passed: 0, failed: 0 };
		const tally = tallies[report.fork]!;
		if (report.pass) tally.passed++;
		else tally.failed++;
		if (!selection.summary || !report.pass) cases.push(report);
		hooks.end?.(report, result);
	};
	let tests: ReadonlyMap<string, StateTest>;
	try {
		tests = readTestFile(path);
	} catch (error) {
		count({ name: path, pass: false, fork: "", error: describeUnreadable(error, path) });
		return { tallies, cases };
	}
	const wanted = new RegExp(selection.run);
	for (const [name, test] of tests) {
		if (!wanted.test(name)) continue;
		let index = 0;
		for (const [fork, forkCases] of Object.entries(test.post)) {
			for (const testCase of forkCases) {
				const isWanted = selection.index < 0 || selection.index === index;
				index++;
				if (!isWanted || (selection.fork !== undefined && selection.fork !== fork)) continue;
				const { report, result } = await runCase(name, test, fork, testCase, selection, hooks.begin?.() ?? {});
				count(report, result);
			}
		}
	}
	return { tallies, cases };
}

async function runCase(
	name: string,
	test: StateTest,
	fork: string,
	testCase: CaseJson,
	selection: CaseSelection,
	run: StateTestRun,
): Promise<{ report: CaseReport; result: CaseResult | undefined }> {
	try {
		const result = await runStateTest(test, fork, testCase, { ...run, engine: selection.engine });
		const { pass, stateRoot, error, state } = result;
		const report: CaseReport = {
			name,
			pass,
			stateRoot,
			fork,
			...(error !== undefined && { error }),
			...(selection.dump && { state: JSON.parse(dumpState(state)) as unknown }),
			...(selection.bench && { benchStats: await measure(test, fork, testCase, selection.engine) }),
		};
		return { report, result };
	} catch (error) {
		return { report: { name, pass: false, fork, error: messageOf(error) }, result: undefined };
	}
}

/** Runs the case again and again for a second. */
async function measure(
	test: StateTest,
	fork: string,
	testCase: CaseJson,
	engine: CaseSelection["engine"],
): Promise<NonNullable<CaseReport["benchStats"]>> {
	const end = performance.now() + 1000;
	let fastest = Number.POSITIVE_INFINITY;
	let gasUsed = 0n;
	do {
		const { outcome, executionMs } = await runStateTest(test, fork, testCase, { engine });
		fastest = Math.min(fastest, executionMs);
		gasUsed = "gasUsed" in outcome ? outcome.gasUsed : 0n;
	} while (performance.now() < end);
	return { time: Math.round(fastest * 1e6), allocs: 0, bytesAllocated: 0, gasUsed: Number(gasUsed) };
}

function describeUnreadable(error: unknown, path: string): string {
	const isSystems = error instanceof Error && "code" in error && "path" in error;
	return `cannot be read: ${isSystems ? describeFileError(error, path) : messageOf(error)}`;
}

function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
