import { execFileSync } from "node:child_process";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { findDifference } from "./node/agreement.js";
import { AnswerReader } from "./node/http-client.js";
import type { NodeRow } from "./node/measure.js";
import { formatFailures, formatRows, ratioOf } from "./node/report.js";

function readBody(answer: string, cuts: readonly number[]): { body: string; isComplete: boolean[] } {
	const bytes = Buffer.from(answer);
	let body = "";
	const reader = new AnswerReader((part) => {
		body += part.toString();
	});
	const ends = [...cuts, bytes.length];
	const isComplete = ends.map((end, index) => reader.take(bytes.subarray(index === 0 ? 0 : ends[index - 1], end)));
	return { body, isComplete };
}

test.each([
	["with a length", 'HTTP/1.1 200 OK\r\ncontent-length: 13\r\n\r\n{"result":"1"'],
	["in chunks", 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"res\r\n8\r\nult":"1"\r\n0\r\n\r\n'],
])("an answer %s is read, wherever it is cut", (_, answer) => {
	for (let cut = 1; cut < answer.length; cut++) {
		expect(readBody(answer, [cut])).toEqual({ body: '{"result":"1"', isComplete: [false, true] });
	}
});

test("an answer that is no success is refused", () => {
	expect(() => readBody("HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n", [])).toThrow("403 Forbidden");
});

test("nodes that answer differently are told apart", () => {
	const answers = { gas: 21_000n, trace: [{ pc: 0, stack: [1n] }] };
	expect(findDifference(answers, { gas: 21_000n, trace: [{ pc: 0, stack: [1n] }] })).toBeUndefined();
	expect(findDifference(answers, { gas: 21_001n })).toBe('gas: "21001", not "21000"');
	expect(findDifference(answers, { trace: [{ pc: 0, stack: [2n] }] })).toContain("trace: ");
});

test("ratios are better above 1, and what fails is named", () => {
	const row = (unit: NodeRow["unit"]): NodeRow => ({
		name: "calls",
		unit,
		samples: new Map([
			["evmore", [20, 40, 60]],
			["anvil", [10, 10, 10]],
		]),
		failures: new Map([["Hardhat", "out of memory"]]),
	});
	expect(ratioOf(row("/s"), "evmore", "anvil")).toBe(4);
	expect(ratioOf(row("ms"), "evmore", "anvil")).toBe(0.25);
	expect(ratioOf(row("ms"), "evmore", "Hardhat")).toBeUndefined();
	const table = formatRows([row("/s")], ["evmore", "Hardhat"], []);
	expect(table).toContain("40/s");
	expect(table).toContain("fails");
	expect(formatFailures([row("ms")], new Map([["anvil", "not installed"]]))).toEqual([
		"Missing: anvil: not installed",
		"Fails: Hardhat, calls: out of memory",
	]);
});

test("the command measures nodes that agree", () => {
	const folder = dirname(fileURLToPath(import.meta.url));
	const run = (...args: readonly string[]): string =>
		execFileSync(process.execPath, args, {
			cwd: dirname(folder),
			encoding: "utf8",
			stdio: ["ignore", "pipe", "ignore"],
		});
	run("node_modules/typescript/bin/tsc", "-p", "bench/tsconfig.json");
	const rows = "^a transaction|start|trace|ether, signed, one per block, 1 client|ether, 1000|balanceOf, 16";
	const short = ["--rounds", "1", "--round-ms", "20", "--warm-up-ms", "1", "--steps", "700"];
	const output = run(
		"bench/dist/main.js",
		"node",
		"--json",
		"--peers",
		"inProcess,evmore,anvil",
		"--filter",
		rows,
		...short,
	);
	const report = JSON.parse(output) as {
		rows: { name: string; samples: Record<string, number[]>; failures: object }[];
		missing: object;
	};
	expect(report.missing).toEqual({});
	expect(report.rows.length).toBeGreaterThan(12);
	for (const { name, samples, failures } of report.rows) {
		expect(failures).toEqual({});
		const nodes = /first byte|the answer$/.test(name) ? ["evmore", "anvil"] : ["evmore, in process", "evmore", "anvil"];
		expect([name, Object.keys(samples)]).toEqual([name, nodes]);
		// A tick of the processor's clock may be longer than a round.
		if (!name.startsWith("cpu")) for (const [value] of Object.values(samples)) expect(value).toBeGreaterThan(0);
	}
});
