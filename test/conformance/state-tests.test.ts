import { createHash } from "node:crypto";
import { join, relative } from "node:path";
import { describe, expect, test } from "vitest";
import { stateTestSuite } from "../../packages/cli/src/statetest/state-test-suite.js";
import { findTestFiles } from "../../packages/cli/src/test-runner/find-test-files.js";
import { runTestFile } from "../../packages/cli/src/test-runner/run-test-file.js";
import { fixturesDir } from "../fixtures.js";

// A sample of about 3 % of all state tests, the same every time. All of them run with
// `evmore statetest --summary FOLDER`, which continuous integration does.

const folder = fixturesDir();

/** One file in 33, by the hash of its name. */
function isSampled(name: string): boolean {
	return createHash("sha256").update(name).digest().readUInt32BE() % 33 === 0;
}

const sets = [
	{ set: "eest-state", allFiles: 2007, files: 54, cases: 838 },
	{ set: "ef-state", allFiles: 2002, files: 67, cases: 279 },
	{ set: "legacy-cancun-state", allFiles: 2077, files: 70, cases: 1538 },
	{ set: "legacy-constantinople-state", allFiles: 1790, files: 64, cases: 393 },
];

describe.skipIf(folder === undefined)("state tests, a sample", () => {
	for (const { set, allFiles, files, cases } of sets) {
		test.each(["interpreter", "compiler"] as const)(`${set}, %s`, { timeout: 300_000 }, async (engine) => {
			const root = join(folder!, set);
			const all = findTestFiles(root);
			const sampled = all.filter((path) => isSampled(relative(root, path).replaceAll("\\", "/")));
			const selection = { run: "", dump: false, summary: true, engine };
			let passed = 0;
			const failures: unknown[] = [];
			for (const path of sampled) {
				const report = await runTestFile(stateTestSuite, path, selection);
				for (const tally of Object.values(report.tallies)) passed += tally.passed;
				failures.push(...report.cases);
			}
			expect(failures).toEqual([]);
			expect({ allFiles: all.length, files: sampled.length, cases: passed }).toEqual({ allFiles, files, cases });
		});
	}
});
