import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readStateTests } from "../../packages/cli/src/statetest/state-test-suite.js";
import { fixturesDir } from "../fixtures.js";
import { traceStateTest } from "./trace-state-test.js";

const folder = fixturesDir();

interface RootJson {
	readonly name: string;
	readonly pass: boolean;
	readonly stateRoot: string;
	readonly fork: string;
}

describe.skipIf(folder === undefined)("traces of go-ethereum", () => {
	const root = join(folder ?? "", "eip3155");
	const files = folder === undefined ? [] : readdirSync(join(root, "cases")).sort();

	test("all cases are there", () => {
		expect(files).toHaveLength(4);
	});

	test.each(files)("%s", async (file) => {
		const trace: string[] = [];
		const tests = [...readStateTests(join(root, "cases", file))];
		const expected = readFileSync(join(root, "traces", `${file}.geth.stderr.txt`), "utf8");
		const roots = JSON.parse(readFileSync(join(root, "roots", `${file}.geth.stdout.txt`), "utf8")) as RootJson[];
		const results: RootJson[] = [];
		for (const [name, state] of tests) {
			for (const fork of Object.keys(state.post)) {
				const { pass, stateRoot } = await traceStateTest(state, fork, trace);
				trace.push(`{"stateRoot": "${stateRoot}"}`);
				results.push({ name, pass, stateRoot, fork });
			}
		}
		expect(trace).toEqual(expected.trimEnd().split("\n"));
		expect(results).toEqual(roots.map(({ name, pass, stateRoot, fork }) => ({ name, pass, stateRoot, fork })));
	});

	test.each(files)("%s: the other clients' steps are the same", async (file) => {
		const [state] = readStateTests(join(root, "cases", file)).values();
		const trace: string[] = [];
		await traceStateTest(state!, Object.keys(state!.post)[0]!, trace);
		const steps = mergeFaults(trace.map(readStep));
		for (const client of ["evmone", "eels"]) {
			const lines = readFileSync(join(root, "traces", `${file}.${client}.stderr.txt`), "utf8")
				.trimEnd()
				.split("\n");
			expect(mergeFaults(lines.map(readStep)), client).toEqual(steps);
		}
	});
});

interface StepJson {
	readonly pc: number;
	readonly op: number;
	readonly gas: string;
	readonly depth: number;
	readonly stack: readonly string[];
}

/** What all clients agree on (as goevmlab compares them); undefined for lines that are no steps. */
function readStep(line: string): StepJson | undefined {
	const json = JSON.parse(line) as Partial<StepJson>;
	if (json.pc === undefined || json.op === undefined || json.depth === undefined) return undefined;
	return { pc: json.pc, op: json.op, gas: json.gas!, depth: json.depth, stack: json.stack! };
}

/** The second line about a fault says nothing new. */
function mergeFaults(lines: readonly (StepJson | undefined)[]): readonly StepJson[] {
	const steps = lines.filter((line) => line !== undefined);
	return steps.filter(({ pc, depth }, i) => steps[i - 1]?.pc !== pc || steps[i - 1]?.depth !== depth);
}
