import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { evmore, folderWith } from "./evmore.js";
import { alloc, contract, env, inputs, onStdin, sender, text, txs } from "./transition-block.js";

test("--opcode.count and --trace with their options", async () => {
	const cwd = folderWith(inputs);
	const args = ["t8n", "--trace", "--trace.memory", "--trace.nostack", "--opcode.count", "opcodes.json"];
	expect(await evmore([...args, "--output.basedir", "out"], { cwd })).toMatchObject({ exitCode: 0, stderr: "" });
	const counts = { "0x0c": 1, ADD: 1, JUMP: 1, JUMPDEST: 1, PUSH1: 3 };
	expect(readFileSync(join(cwd, "out/opcodes.json"), "utf8")).toBe(JSON.stringify(counts, undefined, 1));
	const [trace] = readdirSync(join(cwd, "out")).filter((name) => name.startsWith("trace-"));
	const lines = readFileSync(join(cwd, "out", trace!), "utf8")
		.trimEnd()
		.split("\n");
	expect(lines[0]).toBe(
		'{"pc":0,"op":96,"gas":"0x13498","gasCost":"0x3","memSize":0,"stack":null,"depth":1,"refund":0,"opName":"PUSH1"}',
	);
	// The last instruction has two lines: it is met, and it fails; then the frame ends.
	expect(lines.map((line) => (JSON.parse(line) as { op?: number }).op)).toEqual([
		96,
		96,
		1,
		96,
		86,
		91,
		12,
		12,
		undefined,
	]);
});
test("--trace.tracer, with its configuration", async () => {
	const cwd = folderWith(inputs);
	const args = ["t8n", "--trace.tracer", "prestateTracer", '--trace.jsonconfig={"disableCode": true}'];
	const outputs = ["--opcode.count", "opcodes.json", "--output.basedir", "out"];
	expect(await evmore([...args, ...outputs], { cwd })).toMatchObject({ exitCode: 0, stderr: "" });
	const names = readdirSync(join(cwd, "out"));
	const trace = names.find((name) => /^trace-0-0x[0-9a-f]{64}\.json$/.test(name))!;
	const text = readFileSync(join(cwd, "out", trace), "utf8");
	expect(text.endsWith("}\n")).toBe(true);
	const accounts = JSON.parse(text) as Record<string, { balance: string; code?: string }>;
	expect(Object.keys(accounts)).toEqual(expect.arrayContaining([sender, contract]));
	expect(accounts[sender]!.balance).toBe("0xde0b6b3a7640000");
	expect(accounts[contract]!.code).toBeUndefined();
	expect(names).toContain("opcodes.json");
});

test("--trace.tracer counts more than --trace", async () => {
	const cwd = folderWith(inputs);
	const args = ["t8n", "--trace", "--trace.tracer=callTracer", "--output.basedir=out"];
	expect(await evmore(args, { cwd })).toMatchObject({ exitCode: 0, stderr: "" });
	const traces = readdirSync(join(cwd, "out")).filter((name) => name.startsWith("trace-"));
	expect(traces).toEqual([expect.stringMatching(/^trace-0-0x[0-9a-f]{64}\.json$/)]);
	expect(JSON.parse(readFileSync(join(cwd, "out", traces[0]!), "utf8"))).toMatchObject({ type: "CALL", to: contract });
});

test("--trace.callframes tells the input with --trace.memory, as go-ethereum does", async () => {
	const cwd = folderWith({ ...inputs, "txs.json": text([{ ...txs[0], input: "0x0102" }]) });
	const args = ["t8n", "--trace", "--trace.callframes", "--output.basedir=out"];
	const inputOf = async (option: string): Promise<unknown> => {
		await evmore([...args, option], { cwd });
		const name = readdirSync(join(cwd, "out")).find((file) => file.startsWith("trace-"))!;
		return (JSON.parse(readFileSync(join(cwd, "out", name), "utf8").split("\n")[0]!) as { input?: string }).input;
	};
	expect(await inputOf("--trace.memory=false")).toBeUndefined();
	expect(await inputOf("--trace.memory")).toBe("0x0102");
});

test("--opcode.count counts system calls, too", async () => {
	const contracts = ["0x00000961ef480eb55e80d19ad83579a64c007002", "0x0000bbddc7ce488642fb579f8b00f3a590007251"];
	const beaconRoots = "0x000f3df6d732807ef1319fb7b8bb8522d0beac02";
	const called = Object.fromEntries([...contracts, beaconRoots].map((address) => [address, { code: "0x600000" }]));
	const { currentDifficulty: _, ...before } = env;
	const prague = {
		...before,
		currentRandom: "0x0",
		currentExcessBlobGas: "0x0",
		parentBeaconBlockRoot: `0x${"00".repeat(32)}`,
		withdrawals: [],
	};
	const balances = Object.entries(called).map(([address, account]) => [address, { balance: "0x0", ...account }]);
	const input = text({ alloc: Object.fromEntries(balances), env: prague, txs: [] });
	const outputs = ["--output.alloc=", "--output.result=", "--trace", "--opcode.count=stdout"];
	const { stdout } = await evmore(["t8n", "--state.fork=Prague", ...onStdin, ...outputs], { input });
	expect(JSON.parse(stdout)).toEqual({ opcodes: { PUSH1: 3, STOP: 3 } });
});

describe("a run that fails leaves no trace files", () => {
	const trace = ["t8n", "--state.fork=London", "--trace"];

	test("an output cannot be written", async () => {
		const cwd = folderWith(inputs);
		const { exitCode, stderr } = await evmore([...trace, "--output.result=no/such/result.json"], { cwd });
		expect([exitCode, stderr]).toEqual([11, "ERROR(11): failed writing output: no/such/result.json: no such file\n"]);
		expect(readdirSync(cwd).sort()).toEqual(Object.keys(inputs));
		expect(readFileSync(join(cwd, "alloc.json"), "utf8")).toBe(inputs["alloc.json"]);
	});

	test("a later transaction asks for a block hash that is missing", async () => {
		const asking = "0x00000000000000000000000000000000000000dd";
		const changed = {
			"alloc.json": text({ ...alloc, [asking]: { balance: "0x0", code: "0x6000354000" } }),
			"env.json": text({ ...env, currentNumber: "0x9" }),
			"txs.json": text([txs[0], { ...txs[0], nonce: "0x1", to: asking, input: "0x" }]),
		};
		const cwd = folderWith({ ...changed });
		const { exitCode, stderr } = await evmore(trace, { cwd });
		expect([exitCode, stderr]).toEqual([4, expect.stringMatching(/^ERROR\(4\): [^\n]+\n$/)]);
		expect(readdirSync(cwd).sort()).toEqual(Object.keys(changed));
	});
});
