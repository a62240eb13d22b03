import type { Tracer } from "@evmore/evm";
import { findFork } from "@evmore/evm/spec";
import { isObject } from "../input/json-input.js";
import { dumpState } from "../state/dump-state.js";
import type { CaseReport, CaseSelection } from "../test-runner/case-report.js";
import { readTestFile } from "../test-runner/read-test-file.js";
import { messageOf } from "../test-runner/run-test-file.js";
import type { TestSuite } from "../test-runner/test-suite.js";
import { runStateTest } from "./run-state-test.js";
import type { CaseJson, StateTest } from "./state-test.js";

/** State tests: one transaction per case. */
export const stateTestSuite: TestSuite<StateTest> = {
	noun: "state test",
	isTest: isStateTest,
	async *runTest(name, test, selection, hooks) {
		const { fork: wantedFork, index: wantedIndex } = selection.stateTest ?? allCases;
		let index = 0;
		for (const [fork, forkCases] of Object.entries(test.post)) {
			for (const testCase of forkCases) {
				const isWanted = wantedIndex < 0 || wantedIndex === index;
				index++;
				if (!isWanted || (wantedFork !== undefined && !isSameFork(wantedFork, fork))) continue;
				yield await runCase(name, test, fork, testCase, selection, hooks.begin?.());
			}
		}
	},
};

/** Names are compared as `--state.fork` takes them: in any case, and by any of a fork's names. */
function isSameFork(wanted: string, name: string): boolean {
	return wanted === name || (findFork(wanted) ?? wanted) === findFork(name);
}

const allCases: NonNullable<CaseSelection["stateTest"]> = { fork: undefined, index: -1, bench: false };

/** Whether a value has the parts of a state test. */
export function isStateTest(test: unknown): test is StateTest {
	if (!isObject(test) || !isObject(test.env) || !isObject(test.pre) || !isObject(test.transaction)) return false;
	return isObject(test.post) && Object.values(test.post).every((cases) => Array.isArray(cases));
}

async function runCase(
	name: string,
	test: StateTest,
	fork: string,
	testCase: CaseJson,
	{ engine, dump, stateTest }: CaseSelection,
	tracer: Tracer | undefined,
): Promise<CaseReport> {
	try {
		const { pass, stateRoot, error, state } = await runStateTest(test, fork, testCase, { tracer, engine });
		return {
			name,
			pass,
			stateRoot,
			fork,
			...(error !== undefined && { error }),
			...(dump && { state: JSON.parse(dumpState(state)) as unknown }),
			...(stateTest?.bench && { benchStats: await measure(test, fork, testCase, engine) }),
		};
	} catch (error) {
		return { name, pass: false, fork, error: messageOf(error) };
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

/** The state tests of a file, by name. @throws {Error} the file cannot be read, or is none of state tests */
export function readStateTests(path: string): ReadonlyMap<string, StateTest> {
	return readTestFile(path, stateTestSuite.noun, isStateTest);
}
