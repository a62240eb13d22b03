import { describeFileError } from "../errors.js";
import type { CaseReport, CaseSelection, FileReport, Tally } from "./case-report.js";
import { readTestFile } from "./read-test-file.js";
import type { CaseHooks, TestSuite } from "./test-suite.js";

/**
 * Runs the cases of a file. Never throws: a file that cannot be read, and a case that breaks the runner, are failures.
 */
export async function runTestFile<T>(
	suite: TestSuite<T>,
	path: string,
	selection: CaseSelection,
	hooks: CaseHooks = {},
): Promise<FileReport> {
	const tallies: Record<string, Tally> = {};
	const cases: CaseReport[] = [];
	const count = (report: CaseReport): void => {
		tallies[report.fork] ??= { passed: 0, failed: 0 };
		const tally = tallies[report.fork]!;
		if (report.pass) tally.passed++;
		else tally.failed++;
		if (!selection.summary || !report.pass) cases.push(report);
		hooks.end?.(report);
	};
	let tests: ReadonlyMap<string, T>;
	try {
		tests = readTestFile(path, suite.noun, suite.isTest);
	} catch (error) {
		count({ name: path, pass: false, fork: "", error: describeUnreadable(error, path) });
		return { tallies, cases };
	}
	const wanted = new RegExp(selection.run);
	for (const [name, test] of tests) {
		if (!wanted.test(name)) continue;
		for await (const report of suite.runTest(name, test, selection, hooks)) count(report);
	}
	return { tallies, cases };
}

function describeUnreadable(error: unknown, path: string): string {
	const isSystems = error instanceof Error && "code" in error && "path" in error;
	return `cannot be read: ${isSystems ? describeFileError(error, path) : messageOf(error)}`;
}

/** What an error says, whatever was thrown. */
export function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
