import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, test } from "vitest";
import { runStateTest } from "../../packages/cli/src/statetest/run-state-test.js";
import { readStateTests } from "../../packages/cli/src/statetest/state-test-suite.js";
import { findTestFiles } from "../../packages/cli/src/test-runner/find-test-files.js";
import { fixturesDir } from "../fixtures.js";
import { traceStateTest } from "./trace-state-test.js";

const folder = fixturesDir();

// State tests that once split clients (holiman/goevmlab).
describe.skipIf(folder === undefined)("finds of fuzzers", () => {
	const root = join(folder ?? "", "fuzz-finds");
	const files = folder === undefined ? [] : findTestFiles(root);
	const cases = files.flatMap((path) =>
		[...readStateTests(path).values()].flatMap((state) =>
			Object.entries(state.post).flatMap(([fork, forkCases]) =>
				forkCases.map((testCase) => ({ name: relative(root, path), path, state, fork, testCase })),
			),
		),
	);
	const traced = cases.filter(({ path }) => existsSync(join(dirname(path), "expected.trace.jsonl")));

	test("all cases are there", () => {
		expect(cases).toHaveLength(8);
		expect(traced).toHaveLength(3);
	});

	test.each(cases)("$name", async ({ state, fork, testCase }) => {
		for (const engine of ["interpreter", "compiler"] as const) {
			const { pass, error } = await runStateTest(state, fork, testCase, { engine });
			expect({ engine, pass, error }).toEqual({ engine, pass: true, error: undefined });
		}
	});

	test.each(traced)("$name: trace", async ({ path, state, fork }) => {
		const trace: string[] = [];
		await traceStateTest(state, fork, trace);
		const expected = readFileSync(join(dirname(path), "expected.trace.jsonl"), "utf8")
			.trimEnd()
			.split("\n");
		// Of older go-ethereum: only the end of the transaction is told, not that of each frame.
		const isInnerEnd = (line: string, i: number): boolean => line.startsWith('{"output"') && i < trace.length - 1;
		expect(trace.filter((line, i) => !isInnerEnd(line, i))).toEqual(expected);
	});
});
