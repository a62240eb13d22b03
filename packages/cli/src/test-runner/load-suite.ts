import type { TestSuite } from "./test-suite.js";

/** The kinds of tests there are, by the verb that runs them. */
export type SuiteName = "statetest" | "blocktest";

/** Loads a suite; the code of the others is not needed. */
export async function loadSuite(name: SuiteName): Promise<TestSuite<unknown>> {
	if (name === "statetest")
		return (await import("../statetest/state-test-suite.js")).stateTestSuite as TestSuite<unknown>;
	return (await import("../blocktest/block-test-suite.js")).blockTestSuite as TestSuite<unknown>;
}
