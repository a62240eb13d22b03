import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const program = fileURLToPath(new URL("../../bin/evmore.js", import.meta.url));
let folder = "";

/** A test whose transaction stores 1 in slot 0; `hash` is the root it wants. */
function stateTest(hash: Readonly<Record<string, string>>): unknown {
	return {
		env: {
			currentCoinbase: "0x2adc25665018aa1fe0e6bc666dac8fc2697ff9ba",
			currentGasLimit: "0x1000000",
			currentNumber: "0x1",
			currentTimestamp: "0x3e8",
			currentDifficulty: "0x20000",
			currentRandom: "0x0000000000000000000000000000000000000000000000000000000000020000",
			currentBaseFee: "0x0a",
			currentExcessBlobGas: "0x00",
		},
		pre: {
			"0xa94f5374fce5edbc8e2a8697c15331677e6ebf0b": {
				balance: "0xde0b6b3a7640000",
				nonce: "0x0",
				code: "0x",
				storage: {},
			},
			"0x00000000000000000000000000000000000000c0": { balance: "0x0", nonce: "0x1", code: "0x6001600055", storage: {} },
		},
		transaction: {
			data: ["0x"],
			gasLimit: ["0x186a0"],
			value: ["0x0"],
			gasPrice: "0x0a",
			nonce: "0x0",
			to: "0x00000000000000000000000000000000000000c0",
			sender: "0xa94f5374fce5edbc8e2a8697c15331677e6ebf0b",
		},
		post: Object.fromEntries(
			Object.entries(hash).map(([fork, root]) => [
				fork,
				[
					{
						hash: root,
						logs: "0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347",
						indexes: { data: 0, gas: 0, value: 0 },
					},
				],
			]),
		),
	};
}

const wrong = `0x${"00".repeat(32)}`;

interface Report {
	readonly name: string;
	readonly pass: boolean;
	readonly stateRoot: string;
	readonly fork: string;
	readonly error?: string;
}

function evmore(...args: string[]): { stdout: string; stderr: string; status: number | null } {
	return spawnSync(process.execPath, [program, "statetest", ...args], {
		encoding: "utf8",
		env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: "" },
	});
}

function reportsOf(...args: string[]): Report[] {
	return JSON.parse(evmore(...args).stdout) as Report[];
}

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), "evmore-statetest-"));
	const probe = join(folder, "probe.json");
	writeFileSync(probe, JSON.stringify({ probe: stateTest({ Berlin: wrong, Cancun: wrong }) }));
	const [berlin, cancun] = reportsOf(probe).map(({ stateRoot }) => stateRoot);
	rmSync(probe);
	const right = { Berlin: berlin!, Cancun: cancun! };
	mkdirSync(join(folder, "good", "deep"), { recursive: true });
	mkdirSync(join(folder, "bad"));
	writeFileSync(join(folder, "good", "a.json"), JSON.stringify({ first: stateTest(right), second: stateTest(right) }));
	writeFileSync(join(folder, "good", "deep", "b.json.gz"), gzipSync(JSON.stringify({ third: stateTest(right) })));
	writeFileSync(join(folder, "good", "notes.txt"), "not a test");
	writeFileSync(join(folder, "bad", "fails.json"), JSON.stringify({ wrong: stateTest({ Cancun: wrong }) }));
	writeFileSync(
		join(folder, "bad", "cut.json.gz"),
		gzipSync(JSON.stringify({ cut: stateTest(right) })).subarray(0, 200),
	);
	writeFileSync(join(folder, "bad", "other.json"), JSON.stringify({ pointer: "version https://git-lfs" }));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("evmore statetest", () => {
	test("a JSON array, and the roots on standard error", () => {
		const { stdout, stderr, status } = evmore(join(folder, "good", "a.json"));
		const reports = JSON.parse(stdout) as Report[];
		expect(reports.map(({ name, fork, pass }) => [name, fork, pass])).toEqual([
			["first", "Berlin", true],
			["first", "Cancun", true],
			["second", "Berlin", true],
			["second", "Cancun", true],
		]);
		expect(Object.keys(reports[0]!)).toEqual(["name", "pass", "stateRoot", "fork"]);
		expect(stdout).toBe(`${JSON.stringify(reports, undefined, 2)}\n`);
		expect(stderr).toBe(reports.map(({ stateRoot }) => `{"stateRoot": "${stateRoot}"}\n`).join(""));
		expect(status).toBe(0);
	});

	test("which cases are run", () => {
		const path = join(folder, "good", "a.json");
		expect(reportsOf("--run", "^sec", path).map(({ name, fork }) => [name, fork])).toEqual([
			["second", "Berlin"],
			["second", "Cancun"],
		]);
		expect(reportsOf("--statetest.fork", "Cancun", path)).toHaveLength(2);
		expect(reportsOf("--statetest.index=1", path).map(({ fork }) => fork)).toEqual(["Cancun", "Cancun"]);
		expect(reportsOf("-run", "nothing", path)).toEqual([]);
	});

	test.each(["1", "2"])("a summary of folders, %s threads", (workers) => {
		const { stdout, status } = evmore("--summary", "--workers", workers, join(folder, "good"));
		expect(stdout).toBe(
			"Berlin           3 passed       0 failed\nCancun           3 passed       0 failed\n6 passed, 0 failed, 0 skipped\n",
		);
		expect(status).toBe(0);
	});

	test.each(["1", "2"])("failures are named, also files that cannot be read, %s threads", (workers) => {
		const { stdout, stderr, status } = evmore("--summary", "--workers", workers, join(folder, "bad"), "/no/such/file");
		expect(stdout).toContain(`${join(folder, "bad")}: 0 passed, 3 failed, 0 skipped`);
		expect(stdout).toMatch(/\n0 passed, 4 failed, 0 skipped\n$/);
		expect(stderr).toContain("cut.json.gz, err=cannot be read: unexpected end of file");
		expect(stderr).toContain("other.json, err=cannot be read: ");
		expect(stderr).toContain("/no/such/file, err=cannot be read: /no/such/file: no such file");
		expect(stderr).toMatch(/\[FAIL\] wrong, err=post state root mismatch: got [0-9a-f]{64}, want 0{64}, fork=Cancun/);
		expect(status).toBe(1);
		expect(evmore("--geth-exit", join(folder, "bad")).status).toBe(0);
	});

	test("reports keep the order of the files on several threads", () => {
		const args = [join(folder, "good"), join(folder, "bad")];
		expect(reportsOf("--workers", "2", ...args)).toEqual(reportsOf("--workers", "1", ...args));
	});

	test("a folder without tests is no success", () => {
		mkdirSync(join(folder, "empty"), { recursive: true });
		const { stderr, status } = evmore("--summary", join(folder, "empty"));
		expect(stderr).toContain("no test files in");
		expect(status).toBe(1);
	});

	test("--human, --dump, --bench", () => {
		const path = join(folder, "good", "deep", "b.json.gz");
		expect(evmore("--human", path).stdout).toBe("[PASS] third\n[PASS] third\n--\n2 tests passed, 0 tests failed.\n");
		const [dumped] = JSON.parse(evmore("--dump", path).stdout) as { state: { accounts: Record<string, unknown> } }[];
		expect(dumped?.state.accounts["0x00000000000000000000000000000000000000C0"]).toMatchObject({
			storage: { [`0x${"0".repeat(64)}`]: "01" },
		});
		const bench = evmore("--bench", "--statetest.fork", "Cancun", path).stdout;
		const [measured] = JSON.parse(bench) as { benchStats: { time: number; gasUsed: number } }[];
		expect(measured?.benchStats.gasUsed).toBe(43_106);
		expect(measured?.benchStats.time).toBeGreaterThan(0);
	});

	test("traces", () => {
		const args = ["--statetest.fork", "Cancun", join(folder, "good", "deep", "b.json.gz")];
		const json = evmore("--trace", ...args)
			.stderr.trimEnd()
			.split("\n");
		expect(json).toHaveLength(6);
		expect(json[0]).toBe(
			'{"pc":0,"op":96,"gas":"0x13498","gasCost":"0x3","memSize":0,"stack":[],"depth":1,"refund":0,"opName":"PUSH1"}',
		);
		expect(json[4]).toBe('{"output":"","gasUsed":"0x565a"}');
		expect(evmore("--json", "--nostack", ...args).stderr).toContain('"stack":null');
		const strict = evmore("--trace", "--trace.format=eip3155", ...args).stderr.split("\n");
		expect(JSON.parse(strict[4]!)).toMatchObject({ pass: true, fork: "Cancun", gasUsed: "0xa862" });
		expect(evmore("--trace", "--trace.format=md", ...args).stderr).toContain("| Cost |");
		expect(evmore("--trace", "--trace.format=csv", ...args).status).toBe(2);
	});

	test("file names on standard input: each is answered at once", { timeout: 30_000 }, async () => {
		const child = spawn(process.execPath, [program, "statetest", "--trace"], { stdio: "pipe" });
		const answer = (): Promise<string> =>
			new Promise((resolve) => {
				let text = "";
				const listen = (chunk: Buffer): void => {
					text += chunk.toString();
					if (!text.includes("stateRoot")) return;
					child.stderr.off("data", listen);
					resolve(text);
				};
				child.stderr.on("data", listen);
			});
		let stdout = "";
		child.stdout.on("data", (chunk: Buffer) => {
			stdout += chunk.toString();
		});
		for (const name of ["bad/fails.json", "bad/fails.json"]) {
			const answered = answer();
			child.stdin.write(`${join(folder, name)}\n`);
			expect(await answered).toMatch(/"opName":"STOP"}\n.*\n{"stateRoot": "0x[0-9a-f]{64}"}\n$/);
		}
		const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
		child.stdin.write("\n");
		expect(await ended).toBe(1);
		expect(stdout.match(/"name": "wrong"/g)).toHaveLength(2);
	});

	test("wrong use", () => {
		expect(evmore("--run", "[", folder)).toMatchObject({ status: 2, stdout: "" });
		expect(evmore("--engine", "steam", folder).status).toBe(2);
		expect(evmore("--workers", "many", folder).status).toBe(1);
	});
});
