import type { Tracer } from "@evmore/evm";
import { dumpState } from "../state/dump-state.js";
import type { CaseReport, CaseSelection } from "../test-runner/case-report.js";
import { messageOf } from "../test-runner/run-test-file.js";
import type { TestSuite } from "../test-runner/test-suite.js";
import { type BlockTest, isBlockTest } from "./block-test.js";
import { type BlockTestResult, runBlockTest } from "./run-block-test.js";

/** Blockchain tests: one chain per test. */
export const blockTestSuite: TestSuite<BlockTest> = {
	noun: "blockchain test",
	isTest: isBlockTest,
	async *runTest(name, test, selection, hooks) {
		yield await runCase(name, test, selection, hooks.begin?.());
	},
};

async function runCase(
	name: string,
	test: BlockTest,
	{ engine, dump, blockTest }: CaseSelection,
	tracer: Tracer | undefined,
): Promise<CaseReport> {
	const fork = test.network;
	try {
		const result = await runBlockTest(test, { tracer, engine });
		const error = result.error ?? (blockTest?.crossCheck ? await crossCheck(test, result) : undefined);
		return {
			name,
			pass: error === undefined,
			stateRoot: result.stateRoot,
			fork,
			...(error !== undefined && { error }),
			...(dump && { state: JSON.parse(dumpState(result.state)) as unknown }),
		};
	} catch (error) {
		return { name, pass: false, fork, error: messageOf(error) };
	}
}

/** Runs the test again on each tier. */
async function crossCheck(test: BlockTest, { stateRoot, gasUsed }: BlockTestResult): Promise<string | undefined> {
	for (const engine of ["interpreter", "compiler"] as const) {
		const other = await runBlockTest(test, { engine });
		if (other.error !== undefined) return `cross-check, ${engine}: ${other.error}`;
		if (other.stateRoot !== stateRoot || other.gasUsed !== gasUsed) return `cross-check, ${engine}: another result`;
	}
	return undefined;
}
