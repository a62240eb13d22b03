import { type CaseResult, runStateTest } from "../../packages/cli/src/statetest/run-state-test.js";
import type { StateTest } from "../../packages/cli/src/statetest/state-test.js";
import { JsonTracer } from "../../packages/evm/src/trace/json-tracer.js";

/** Runs the only case that a test has for a fork; go-ethereum's JSON trace is appended to `trace`. */
export async function traceStateTest(state: StateTest, fork: string, trace: string[]): Promise<CaseResult> {
	const tracer = new JsonTracer({ write: (line) => trace.push(line) });
	return runStateTest(state, fork, state.post[fork]![0]!, { tracer });
}
