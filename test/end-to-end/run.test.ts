import { describe, expect, test } from "vitest";
import { evmore, folderWith } from "./evmore.js";

const schedule = {
	homesteadBlock: 0,
	eip150Block: 0,
	eip155Block: 0,
	londonBlock: 0,
	terminalTotalDifficulty: 0,
	shanghaiTime: 10,
};

const cwd = folderWith({
	"schedule.json": JSON.stringify({ config: { ...schedule, osakaTime: 100 }, timestamp: "0x20", alloc: {} }),
	"early.json": JSON.stringify({ config: schedule, alloc: {} }),
	"code.hex": "0x602a5f\n5260205ff3\n",
	"input.hex": "cafe\n",
	"genesis.json": JSON.stringify({
		config: { chainId: 5 },
		number: "0x10",
		timestamp: "0x20",
		coinbase: `0x${"c".repeat(40)}`,
		alloc: {
			"00000000000000000000000000000000000000aa": {
				balance: "7",
				code: "0x5f545f5260205ff3",
				storage: { "0x0": "0x1234" },
			},
			"0x000000000000000000000000000073656e646572": { balance: "100" },
		},
	}),
});

async function output(...args: string[]): Promise<string> {
	const { stdout, stderr, exitCode } = await evmore(["run", ...args], { cwd });
	expect([exitCode, stderr]).toEqual([0, expect.stringMatching(/^success/)]);
	return stdout.trim();
}

/** Code that returns the word that these instructions leave. */
function returning(code: string): string {
	return `${code}5f5260205ff3`;
}

function word(digits: string): string {
	return `0x${digits.padStart(64, "0")}`;
}

describe("where code comes from", () => {
	test("hex with and without 0x, a file, --codefile, standard input", async () => {
		const expected = word("2a");
		expect(await output("602a5f5260205ff3")).toBe(expected);
		expect(await output("0x602A5f5260205FF3")).toBe(expected);
		expect(await output("code.hex")).toBe(expected);
		expect(await output("--codefile", "code.hex")).toBe(expected);
		expect((await evmore(["run", "-"], { input: "602a5f5260205ff3\n" })).stdout.trim()).toBe(expected);
		expect((await evmore(["run", "--codefile", "-"], { input: "602a5f5260205ff3" })).stdout.trim()).toBe(expected);
	});

	test("--create runs creation code, the input behind it, and answers the new contract's code", async () => {
		// Returns the two bytes behind its own ten.
		const code = "6002600a5f3960025ff3";
		const { stdout, stderr } = await evmore(["run", "--create", "--input", "0x6001", code], { cwd });
		expect(stdout).toBe("0x6001\n");
		expect(stderr).toMatch(/^success, \d+ gas used\ncontract 0x[0-9a-f]{40}\n$/);
	});
});

describe("what the code sees", () => {
	test("defaults are those of go-ethereum: sender, receiver, gas", async () => {
		expect(await output(returning("33"))).toBe(word("73656e646572"));
		expect(await output(returning("30"))).toBe(word("7265636569766572"));
		expect(await output(returning("5a"))).toBe(word((10_000_000_000n - 2n).toString(16)));
		expect(await output(returning("45"))).toBe(word(10_000_000_000n.toString(16)));
	});

	test("--sender --receiver --price --value --gas --input --inputfile", async () => {
		expect(await output("--sender", "0xab", returning("33"))).toBe(word("ab"));
		expect(await output("--receiver", "0xab", returning("30"))).toBe(word("ab"));
		expect(await output("--price", "0x10", returning("3a"))).toBe(word("10"));
		expect(await output("--value", "12", returning("34"))).toBe(word("c"));
		expect(await output("--gas=1000", returning("5a"))).toBe(word((998).toString(16)));
		expect(await output("-gas", "1000", returning("5a"))).toBe(word((998).toString(16)));
		expect(await output("--input", "0xcafe", returning("36"))).toBe(word("2"));
		expect(await output("--inputfile", "input.hex", returning("5f35"))).toBe(`0xcafe${"0".repeat(60)}`);
	});

	test("the rules are --state.fork, else what the genesis has a schedule for, else the latest", async () => {
		// 5f is PUSH0, of Shanghai; 1e is CLZ, of Osaka.
		const status = async (code: string, ...args: string[]): Promise<string> =>
			(await evmore(["run", code, ...args], { cwd })).stderr.split(",")[0]!;
		expect(await status("5f1e")).toBe("success");
		expect(await status("5f1e", "--state.fork", "Shanghai")).toBe("halted");
		expect(await status("5f", "--prestate", "schedule.json")).toBe("success");
		expect(await status("5f1e", "--prestate", "schedule.json")).toBe("halted");
		expect(await status("5f1e", "--prestate", "schedule.json", "--state.fork", "Osaka")).toBe("success");
		expect(await status("5f", "--prestate", "early.json")).toBe("halted");
	});

	test("--prestate gives accounts, block and chain; the rules are --state.fork", async () => {
		expect(await output("--prestate", "genesis.json", "--receiver", "0xaa")).toBe(word("1234"));
		expect(await output("--prestate", "genesis.json", returning("60aa31"))).toBe(word("7"));
		expect(await output("--prestate", "genesis.json", returning("43"))).toBe(word("10"));
		expect(await output("--prestate", "genesis.json", returning("42"))).toBe(word("20"));
		expect(await output("--prestate", "genesis.json", returning("41"))).toBe(word("c".repeat(40)));
		expect(await output("--prestate", "genesis.json", returning("46"))).toBe(word("5"));
		const { stdout, stderr } = await evmore(["run", "--state.fork", "london", returning("5f")], { cwd });
		expect([stdout, stderr]).toEqual(["0x\n", "halted, 10000000000 gas used: invalid opcode\n"]);
	});
});

describe("how it ended", () => {
	test("a revert: its data on standard output, its reason on standard error, exit code 0 as go-ethereum", async () => {
		// Error("no"): selector, offset 32, length 2, text.
		const reason = `08c379a0${"20".padStart(64, "0")}${"2".padStart(64, "0")}${"6e6f".padEnd(64, "0")}`;
		const code = `6064600d5f3960645ffd${"000000"}${reason}`;
		const { exitCode, stdout, stderr } = await evmore(["run", code]);
		expect([exitCode, stdout]).toEqual([0, `0x${reason}\n`]);
		expect(stderr).toMatch(/^reverted, \d+ gas used: Error\("no"\)\n$/);
	});

	test("a halt says why", async () => {
		expect((await evmore(["run", "fe"])).stderr).toBe("halted, 10000000000 gas used: invalid opcode\n");
		expect((await evmore(["run", "--gas", "2", "6001"])).stderr).toBe("halted, 2 gas used: out of gas\n");
		expect((await evmore(["run", "01"])).stderr).toContain("stack underflow");
	});

	test("--dump prints the state before the output, as go-ethereum does", async () => {
		const { stdout } = await evmore(["run", "--dump", "6113375f55"]);
		expect(stdout.endsWith("\n0x\n")).toBe(true);
		const dump = JSON.parse(stdout.slice(0, stdout.lastIndexOf("0x")));
		expect(dump.root).toMatch(/^[0-9a-f]{64}$/);
		const account = dump.accounts["0x0000000000000000000000007265636569766572"];
		expect(account).toMatchObject({ balance: "0", nonce: 0, code: "0x6113375f55" });
		expect(account.storage).toEqual({ [`0x${"0".repeat(64)}`]: "1337" });
	});

	test("--statdump and --bench print gas and time on standard error", async () => {
		const [dumped, bench] = await Promise.all([
			evmore(["run", "--statdump", "6001600201"]),
			evmore(["run", "--bench", "6001600201"]),
		]);
		expect(dumped.stderr).toMatch(
			/^EVM gas used: {4}9\nexecution time: {2}\S+\nallocated bytes: \d+\nsuccess, 9 gas used\n$/,
		);
		expect(bench.stderr).toMatch(
			/^EVM gas used: {4}9\nexecution time: {2}\S+\nallocated bytes: \d+\nruns: +\d+\ngas per second: .*\n$/,
		);
		expect([dumped.stdout, bench.stdout]).toEqual(["0x\n", "0x\n"]);
	});
});

describe("watching", () => {
	test("--json is go-ethereum's trace, and all there is on standard error", async () => {
		const { stdout, stderr } = await evmore(["run", "--json", "6040"]);
		expect(stdout).toBe("0x\n");
		expect(stderr).toBe(
			`{"pc":0,"op":96,"gas":"0x2540be400","gasCost":"0x3","memSize":0,"stack":[],"depth":1,"refund":0,"opName":"PUSH1"}
{"pc":2,"op":0,"gas":"0x2540be3fd","gasCost":"0x0","memSize":0,"stack":["0x40"],"depth":1,"refund":0,"opName":"STOP"}
{"output":"","gasUsed":"0x3"}
`,
		);
		expect((await evmore(["run", "--trace", "6040"])).stderr).toBe(stderr);
		expect((await evmore(["run", "--trace", "--trace.format=json", "6040"])).stderr).toBe(stderr);
		const bare = (await evmore(["run", "--json", "--nostack", "6040"])).stderr;
		expect(bare).toBe(stderr.replace(/"stack":\[[^\]]*\]/g, '"stack":null'));
		expect((await evmore(["run", "--json", "--trace.nostack=false", "6040"])).stderr).toBe(stderr);
	});

	test("--trace.format struct and md are as go-ethereum writes them, eip3155 is to the letter", async () => {
		const [struct, markdown, strict] = await Promise.all(
			["struct", "md", "eip3155"].map((format) => evmore(["run", "--trace", "--trace.format", format, "6040"])),
		);
		expect(struct!.stderr).toMatch(/^PUSH1 +pc=00000000 gas=10000000000 cost=3\n/);
		expect(struct!.stderr).toMatch(/\nSTOP +pc=00000002 gas=9999999997 cost=0\nStack:\n00000000 {2}0x40\n\n$/);
		expect(markdown!.stderr).toContain("|    2  |       STOP  |");
		expect(markdown!.stderr).toMatch(/\n {2}- output: ``\n {2}- consumed gas: `3`\n {2}- error: `<nil>`\n$/);
		const lines = strict!.stderr
			.trim()
			.split("\n")
			.map((line) => JSON.parse(line));
		expect(lines).toHaveLength(3);
		expect(lines[1]).toMatchObject({ pc: 2, op: 0, stack: ["0x40"], returnData: "0x" });
		expect(lines[2]).toMatchObject({ output: "0x", gasUsed: "0x3", pass: true, fork: "Osaka" });
		expect(lines[2].stateRoot).toMatch(/^0x[0-9a-f]{64}$/);
	});

	test("--debug shows calls indented, and the fault", async () => {
		// CALL of 0xaa, which does nothing; then an opcode that does not exist.
		const { stderr } = await evmore(["run", "--debug", "--prestate", "genesis.json", "5f5f5f5f5f60aa5af10c"], { cwd });
		expect(stderr).toMatch(/^ {7}CALL 0x0{38}aa, \d+ gas, depth 2$/m);
		expect(stderr).toMatch(/^ {4}0 {4}PUSH0 /m);
		expect(stderr).toMatch(/^ {7}success, \d+ gas used$/m);
		expect(stderr).toMatch(/^ {4}9 {2}opcode 0x0c +\d+ +0 {2}0x1 {2}invalid opcode$/m);
		expect(stderr).toMatch(/halted, 10000000000 gas used: invalid opcode\n$/);
	});
});
