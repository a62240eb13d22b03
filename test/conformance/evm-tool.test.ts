import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { evmore, folderWith } from "../end-to-end/evmore.js";
import { fixturesDir, readJson } from "../fixtures.js";

/** A run of one of go-ethereum's tools, and what must come of it. */
interface Case {
	readonly tool: "t8n" | "t9n" | "b11r";
	readonly dir: string;
	readonly alloc?: string;
	readonly env?: string;
	readonly txs?: string;
	readonly header?: string;
	readonly ommers?: string;
	readonly clique?: string;
	readonly fork?: string;
	readonly reward?: string;
	readonly outputs?: readonly string[];
	readonly flags?: readonly string[];
	readonly exitCode: number;
	readonly expected?: string;
	readonly expectedTraces?: readonly string[];
}

const root = fixturesDir();
const folder = root === undefined ? "" : join(root, "evm-tool");
const cases = root === undefined ? [] : (readJson(join(folder, "cases.json")) as Case[]);

function argumentsOf(run: Case, output: string): string[] {
	const file = (name: string): string => join(folder, run.dir, name);
	const args: string[] = [run.tool];
	const add = (option: string, value: string | undefined): unknown =>
		value === undefined ? 0 : args.push(`--${option}`, value);
	for (const part of ["alloc", "env", "txs", "header", "ommers"] as const) {
		add(`input.${part}`, run[part] === undefined ? undefined : file(run[part]));
	}
	add("seal.clique", run.clique === undefined ? undefined : file(run.clique));
	add("state.fork", run.fork);
	add("state.reward", run.reward);
	args.push(...(run.flags ?? []));
	if (run.tool === "b11r") args.push("--output.block", "stdout");
	if (run.tool !== "t8n") return args;
	args.push("--output.basedir", output);
	for (const part of ["alloc", "result", "body"]) args.push(`--output.${part}=${destinationOf(run, part)}`);
	return args;
}

function destinationOf({ outputs }: Case, part: string): string {
	return outputs?.includes(part) ? "stdout" : "";
}

describe.skipIf(root === undefined)("go-ethereum's own tests of its transition tools", () => {
	test("there are 25", () => {
		expect(cases).toHaveLength(25);
		expect(cases.filter(({ tool }) => tool === "t8n")).toHaveLength(20);
	});

	test.each(cases.map((run, index) => [`${index}: ${run.tool} ${run.dir} ${run.fork ?? ""}`, run] as const))(
		"%s",
		async (_name, run) => {
			const output = folderWith({});
			const { exitCode, stdout, stderr } = await evmore(argumentsOf(run, output));
			expect.soft(exitCode).toBe(run.exitCode);
			const written = readdirSync(output).sort();
			if (run.exitCode !== 0) {
				expect(stdout).toBe("");
				expect(stderr).toMatch(new RegExp(`^ERROR\\(${run.exitCode}\\): [^\\n]+\\n$`));
				expect(written).toEqual([]);
				return;
			}
			expect(stderr).toBe("");
			if (run.expected !== undefined) {
				expect(JSON.parse(stdout)).toEqual(readJson(join(folder, run.dir, run.expected)));
			}
			expect(written).toEqual([...(run.expectedTraces ?? [])].sort());
			for (const name of run.expectedTraces ?? []) {
				expect(readFileSync(join(output, name), "utf8")).toBe(readFileSync(join(folder, run.dir, name), "utf8"));
			}
			expect(run.expected ?? run.expectedTraces).toBeDefined();
		},
	);
});
