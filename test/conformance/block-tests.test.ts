import { createHash } from "node:crypto";
import { join, relative } from "node:path";
import { describe, expect, test } from "vitest";
import { blockTestSuite } from "../../packages/cli/src/blocktest/block-test-suite.js";
import { findTestFiles } from "../../packages/cli/src/test-runner/find-test-files.js";
import { runTestFile } from "../../packages/cli/src/test-runner/run-test-file.js";
import { fixturesDir } from "../fixtures.js";

// A sample of about 4 % of all blockchain tests, the same every time, and all tests of transitions between forks. All of
// them run with `evmore blocktest --summary FOLDER`.

const folder = fixturesDir();

/** One file in so many, by the hash of its name. */
function isSampled(name: string, oneIn: number): boolean {
	return createHash("sha256").update(name).digest().readUInt32BE() % oneIn === 0;
}

/** Rules that are still to come. */
const unknownForks = /^for_[^/]*amsterdam/;

const sets = [
	{ set: "eest-blockchain", oneIn: 16, allFiles: 264, files: 19, cases: 449 },
	{ set: "eest-blockchain-bal", oneIn: 50, allFiles: 1503, files: 23, cases: 306 },
	{ set: "ef-blockchain", oneIn: 16, allFiles: 284, files: 22, cases: 22 },
	{ set: "ef-blockchain/TransitionTests", oneIn: 1, allFiles: 17, files: 17, cases: 17 },
	{ set: "legacy-cancun-blockchain", oneIn: 16, allFiles: 327, files: 24, cases: 122 },
	{ set: "legacy-constantinople-blockchain", oneIn: 16, allFiles: 232, files: 20, cases: 123 },
];

describe.skipIf(folder === undefined)("blockchain tests, a sample", () => {
	for (const { set, oneIn, allFiles, files, cases } of sets) {
		test.each(["interpreter", "compiler"] as const)(`${set}, %s`, { timeout: 300_000 }, async (engine) => {
			const root = join(folder!, set);
			const nameOf = (path: string): string => relative(root, path).replaceAll("\\", "/");
			const all = findTestFiles(root).filter((path) => !unknownForks.test(nameOf(path)));
			const sampled = all.filter((path) => isSampled(nameOf(path), oneIn));
			const selection = { run: "", dump: false, summary: true, engine };
			let passed = 0;
			const failures: unknown[] = [];
			for (const path of sampled) {
				const report = await runTestFile(blockTestSuite, path, selection);
				for (const tally of Object.values(report.tallies)) passed += tally.passed;
				failures.push(...report.cases);
			}
			expect(failures).toEqual([]);
			expect({ allFiles: all.length, files: sampled.length, cases: passed }).toEqual({ allFiles, files, cases });
		});
	}
});
