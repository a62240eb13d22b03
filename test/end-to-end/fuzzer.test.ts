import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fixturesDir, readJson } from "../fixtures.js";
import { evmore, evmoreCommand } from "./evmore.js";

const root = fixturesDir();
const folder = root === undefined ? "" : join(root, "eip3155/cases");
const traceOptions = ["--trace", "--trace.format=json", "--trace.nomemory=true", "--trace.noreturndata=true"];
const env = { EVMORE_GETH_EXIT: "1" };

/** What a fuzzer compares of a line: the rest differs between clients. */
interface TraceLine {
	readonly pc?: number;
	readonly op?: number;
	readonly gas?: string;
	readonly depth?: number;
	readonly stack?: readonly string[];
	readonly stateRoot?: string;
}

/** Reads a trace as goevmlab does: JSON lines up to the first object that has a state root. */
function readTrace(text: string): { lines: TraceLine[]; stateRoot: string } {
	const lines: TraceLine[] = [];
	for (const line of text.split("\n")) {
		const json = JSON.parse(line) as TraceLine;
		if (json.stateRoot !== undefined && json.stateRoot !== "") return { lines, stateRoot: json.stateRoot };
		if (json.depth !== undefined && json.depth > 0 && json.op !== 0) lines.push(json);
	}
	throw new Error("there is no state root");
}

function expectedRoot(name: string): string {
	const text = readFileSync(join(root!, "eip3155/roots", `${name}.geth.stdout.txt`), "utf8");
	return /"stateRoot": "(0x[0-9a-f]{64})"/.exec(text)![1]!;
}

describe.skipIf(root === undefined)("goevmlab takes the command for go-ethereum's", () => {
	const names = root === undefined ? [] : readdirSync(folder).filter((name) => name.endsWith(".json"));

	test("there are cases", () => expect(names.length).toBeGreaterThan(3));

	test.each(names)("%s: trace, and state root on both streams", async (name) => {
		const { exitCode, stdout, stderr } = await evmore(["statetest", ...traceOptions, join(folder, name)], { env });
		expect(exitCode).toBe(0);
		const { lines, stateRoot } = readTrace(stderr);
		expect(lines.length).toBeGreaterThan(0);
		for (const { pc, op, gas, stack } of lines) {
			expect([typeof pc, typeof op, Array.isArray(stack)]).toEqual(["number", "number", true]);
			expect(gas).toMatch(/^0x[0-9a-f]+$/);
		}
		expect(stateRoot).toBe(expectedRoot(name));
		// It looks for these characters, and takes the 66 behind them.
		const at = stdout.indexOf('"stateRoot": "');
		expect(stdout.slice(at + 14, at + 80)).toBe(stateRoot);
		// Without a trace.
		const plain = await evmore(["statetest", join(folder, name)], { env });
		expect([plain.exitCode, plain.stdout]).toEqual([0, stdout]);
		expect(plain.stderr).toBe(`{"stateRoot": "${stateRoot}"}\n`);
		// Global options come before the verb.
		expect((await evmore(["--verbosity", "0", "statetest", join(folder, name)], { env })).stdout).toBe(stdout);
	});

	test("a batch: one process answers file after file, each at once", { timeout: 60_000 }, async () => {
		const child = spawn(process.execPath, [evmoreCommand, "statetest", ...traceOptions], {
			stdio: ["pipe", "ignore", "pipe"],
			env: { ...process.env, ...env },
		});
		let text = "";
		let notify = (): void => {};
		child.stderr.on("data", (chunk: Buffer) => {
			text += chunk.toString();
			notify();
		});
		for (const name of [...names, ...names]) {
			text = "";
			const answered = new Promise<void>((done) => {
				notify = () => {
					if (/\{"stateRoot": "0x[0-9a-f]{64}"\}\n$/.test(text)) done();
				};
			});
			child.stdin.write(`${join(folder, name)}\n`);
			await answered;
			expect(readTrace(text).stateRoot).toBe(expectedRoot(name));
		}
		const ended = new Promise<number | null>((done) => child.on("close", done));
		child.stdin.end("\n");
		expect(await ended).toBe(0);
	});
});

test.skipIf(root === undefined)(
	"a test filler consumes one blockchain test by its name, escaped as Python does",
	async () => {
		const file = join(root!, "eest-blockchain/berlin");
		const path = readdirSync(file, { recursive: true, encoding: "utf8" }).find((name) => name.endsWith(".json.gz"))!;
		const names = Object.keys(readJson(join(file, path)) as object);
		const escaped = names[0]!.replace(/[()[\]{}?*+\-|^$\\.&~# \t\n\r\v\f]/g, "\\$&");
		const { exitCode, stdout } = await evmore(["--verbosity", "100", "blocktest", "--run", escaped, join(file, path)]);
		expect(exitCode).toBe(0);
		expect(JSON.parse(stdout)).toEqual([expect.objectContaining({ name: names[0], pass: true })]);
	},
);
