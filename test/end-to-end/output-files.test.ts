import { execFileSync, spawn } from "node:child_process";
import { lstatSync, readdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { askUrl, startNode } from "../node/node-process.js";
import { evmore, evmoreCommand, folderWith } from "./evmore.js";

const env = {
	currentCoinbase: `0x${"c0".repeat(20)}`,
	currentGasLimit: "30000000",
	currentNumber: "1",
	currentTimestamp: "10",
	currentDifficulty: "0x20000",
	currentBaseFee: "7",
};
const input = JSON.stringify({ alloc: { [`0x${"aa".repeat(20)}`]: { balance: "0x5" } }, env, txs: [] });
const onStdin = ["--input.alloc=stdin", "--input.env=stdin", "--input.txs=stdin"];
const t8n = ["t8n", "--state.fork=London", ...onStdin, "--output.result=", "--output.alloc"];
const alloc = `{\n "0x${"aa".repeat(20)}": {\n  "balance": "0x5"\n }\n}`;

/** Folder with a file `real.json`, and a link `link.json` to it. */
function folderWithLink(): string {
	const folder = folderWith({ "real.json": "old" });
	symlinkSync("real.json", join(folder, "link.json"));
	return folder;
}

/** What a reader of a named pipe gets while the command runs. */
async function readPipe(pipe: string, run: () => Promise<unknown>): Promise<string> {
	const reader = spawn("cat", [pipe], { stdio: ["ignore", "pipe", "ignore"] });
	let text = "";
	reader.stdout.on("data", (chunk: Buffer) => {
		text += chunk.toString();
	});
	const ended = new Promise((done) => reader.once("close", done));
	await run();
	// When nobody opened the pipe, the reader would wait for ever.
	if (!statSync(pipe).isFIFO()) reader.kill();
	await ended;
	return text;
}

function command(...args: readonly string[]): string {
	return [process.execPath, evmoreCommand, ...args].map((part) => `'${part}'`).join(" ");
}

/** What a line of the shell writes to standard output. */
function shell(line: string, cwd: string): string {
	return execFileSync("sh", ["-c", line], { cwd, encoding: "utf8", timeout: 60_000 });
}

describe.skipIf(process.platform === "win32")("what an output is written to", () => {
	test("behind a link the file that it points to is replaced", async () => {
		const cwd = folderWithLink();
		expect(await evmore([...t8n, "link.json"], { cwd, input })).toEqual({ exitCode: 0, stdout: "", stderr: "" });
		expect(lstatSync(join(cwd, "link.json")).isSymbolicLink()).toBe(true);
		expect(readFileSync(join(cwd, "real.json"), "utf8")).toBe(alloc);
		expect(readdirSync(cwd).sort()).toEqual(["link.json", "real.json"]);
	});

	test("a link may point to what does not exist yet", async () => {
		const cwd = folderWith({});
		symlinkSync("later.json", join(cwd, "link.json"));
		expect(await evmore([...t8n, "link.json"], { cwd, input })).toMatchObject({ exitCode: 0 });
		expect(lstatSync(join(cwd, "link.json")).isSymbolicLink()).toBe(true);
		expect(readFileSync(join(cwd, "later.json"), "utf8")).toBe(alloc);
	});

	test("a named pipe stays one, and its reader gets the output", async () => {
		const cwd = folderWith({});
		const pipe = join(cwd, "pipe");
		execFileSync("mkfifo", [pipe]);
		expect(await readPipe(pipe, () => evmore([...t8n, "pipe"], { cwd, input }))).toBe(alloc);
		expect(statSync(pipe).isFIFO()).toBe(true);
	});

	test("two pipes are written one after the other", () => {
		const cwd = folderWith({ "block.json": input });
		const outputs = "--output.alloc a --output.result r";
		const text = shell(`mkfifo a r; cat a r & ${command(...t8n.slice(0, -2))} ${outputs} < block.json; wait`, cwd);
		expect(text.startsWith(`${alloc}{\n "stateRoot"`)).toBe(true);
	});

	test("descriptors of the shell are written to", () => {
		const cwd = folderWith({ "block.json": input });
		const line = `${command(...t8n)} /dev/fd/5 < block.json`;
		expect(shell(`{ ${line} 5>&1 > stdout; } | cat`, cwd)).toBe(alloc);
		shell(`${line} 5> file.json`, cwd);
		expect(readFileSync(join(cwd, "file.json"), "utf8")).toBe(alloc);
	});

	test("b11r follows links, too", async () => {
		const cwd = folderWithLink();
		const header = { stateRoot: `0x${"11".repeat(32)}`, number: "0x1", gasLimit: "0x1", timestamp: "0x2" };
		const args = ["b11r", "--input.header=stdin", "--input.txs=stdin", "--output.block=link.json"];
		expect(await evmore(args, { cwd, input: JSON.stringify({ header, txs: "c0" }) })).toMatchObject({ exitCode: 0 });
		expect(lstatSync(join(cwd, "link.json")).isSymbolicLink()).toBe(true);
		expect(readFileSync(join(cwd, "real.json"), "utf8")).toMatch(/^\{\n "rlp": /);
	});

	test("a node's state and an exported chain are written through links", { timeout: 300_000 }, async () => {
		const cwd = folderWith({ "chain.rlp": "old" });
		const state = join(cwd, "state.json");
		const chain = join(cwd, "link.rlp");
		symlinkSync("later.json", state);
		symlinkSync("chain.rlp", chain);
		const datadir = join(cwd, "data");
		const { process: node, url } = await startNode("--datadir", datadir, "--dump-state", state);
		await askUrl(url, "evm_mine");
		expect((await node.signal("SIGTERM")).code).toBe(0);
		expect(lstatSync(state).isSymbolicLink()).toBe(true);
		expect(JSON.parse(readFileSync(join(cwd, "later.json"), "utf8"))).toHaveProperty("accounts");
		expect(await evmore(["export", chain, "--datadir", datadir])).toMatchObject({ exitCode: 0 });
		expect(lstatSync(chain).isSymbolicLink()).toBe(true);
		expect(readFileSync(join(cwd, "chain.rlp")).length).toBeGreaterThan(500);
		expect(readdirSync(cwd).sort()).toEqual(["chain.rlp", "data", "later.json", "link.rlp", "state.json"]);
	});
});
