import type { Tracer } from "@evmore/evm";
import type { CaseReport, CaseSelection } from "./case-report.js";

/** What happens around each case. */
export interface CaseHooks {
	/** Before a case: what is to trace it, if anything. */
	begin?(): Tracer | undefined;
	/** After each case, whether it passed or not. */
	end?(report: CaseReport): void;
}

/** A kind of tests: how its files look, and how a test is run. */
export interface TestSuite<T> {
	/** What a test is called in messages. */
	readonly noun: string;
	isTest(value: unknown): value is T;
	/** Runs the cases of a test that the selection names, one after another. */
	runTest(name: string, test: T, selection: CaseSelection, hooks: CaseHooks): AsyncIterable<CaseReport>;
}
