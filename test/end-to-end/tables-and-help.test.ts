import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { evmore, repositoryRoot } from "./evmore.js";

const { version } = JSON.parse(readFileSync(join(repositoryRoot, "packages/cli/package.json"), "utf8")) as {
	version: string;
};

test.each(["-v", "--version"])("%s is one line", async (option) => {
	expect(await evmore([option])).toEqual({ exitCode: 0, stdout: `evmore ${version}\n`, stderr: "" });
});

describe("help", () => {
	test.each([
		"run",
		"call",
		"deploy",
		"asm",
		"disasm",
		"statetest",
		"blocktest",
		"t8n",
		"t8n-server",
		"t9n",
		"b11r",
		"opcodes",
		"forks",
	])("%s --help has examples", async (verb) => {
		const { exitCode, stdout, stderr } = await evmore([verb, "--help"]);
		expect([exitCode, stderr]).toEqual([0, ""]);
		expect(stdout).toContain(`Usage: evmore ${verb}`);
		expect(stdout).toContain(`Examples:\n  `);
		expect(stdout).not.toContain("\u001b");
	});

	test("the list of commands, asked for or not", async () => {
		const { stdout } = await evmore([]);
		for (const verb of [
			"run",
			"call",
			"deploy",
			"asm|compile",
			"disasm",
			"statetest",
			"blocktest",
			"t8n|transition",
			"t8n-server",
			"t9n|transaction",
			"b11r|block-builder",
			"opcodes",
			"forks",
		]) {
			expect(stdout).toMatch(new RegExp(`^  ${verb.replace("|", "\\|")} `, "m"));
		}
		expect((await evmore(["--help"])).stdout).toBe(stdout);
		expect((await evmore(["help"])).stdout).toBe(stdout);
		expect((await evmore(["help", "run"])).stdout).toBe((await evmore(["run", "--help"])).stdout);
	});
});

describe("disasm", () => {
	test("offsets, and source that assembles back", async () => {
		expect((await evmore(["disasm", "600260020200"])).stdout).toBe(
			"00000: PUSH1 0x02\n00002: PUSH1 0x02\n00004: MUL\n00005: STOP\n",
		);
		const code = "60035b60035615e1fe61";
		const { stdout } = await evmore(["disasm", "--asm", code]);
		expect((await evmore(["asm", "-"], { input: stdout })).stdout).toBe(`${code}\n`);
		expect((await evmore(["disasm", "--asm", "6003565b00"])).stdout).toContain("@at_0003");
	});
});

describe("tables", () => {
	test("opcodes of a fork, for people and as JSON", async () => {
		const people = await evmore(["opcodes", "--fork", "berlin"]);
		expect(people.stdout).toMatch(/^0x54 {2}SLOAD +100 +1 +1 {2}Frontier /m);
		expect(people.stdout).not.toContain("PUSH0");
		const { stdout } = await evmore(["opcodes", "--json"]);
		const opcodes = JSON.parse(stdout) as { code: number; name: string; gas: number }[];
		expect(opcodes.find(({ name }) => name === "PUSH0")).toMatchObject({ code: 0x5f, gas: 2, pops: 0, pushes: 1 });
		expect(opcodes.find(({ name }) => name === "CLZ")).toBeDefined();
	});

	test("forks", async () => {
		const people = await evmore(["forks"]);
		expect(people.stdout).toMatch(/^London +block 12965000 +1559 3198 3529 3541 3554$/m);
		const forks = JSON.parse((await evmore(["forks", "--json"])).stdout) as { name: string; mainnet: unknown }[];
		expect(forks[0]).toMatchObject({ name: "Frontier", mainnet: { block: 0 } });
		expect(forks.find(({ name }) => name === "Cancun")?.mainnet).toEqual({ time: 1710338135 });
	});
});

test("colours only where they are wanted", async () => {
	const run = (env: Record<string, string>): Promise<{ stderr: string }> => evmore(["run", "00"], { env });
	expect((await run({})).stderr).toBe("success, 0 gas used\n");
	expect((await run({ FORCE_COLOR: "1" })).stderr).toBe("\u001b[32msuccess\u001b[39m, 0 gas used\n");
	expect((await run({ FORCE_COLOR: "1", NO_COLOR: "1" })).stderr).toBe("success, 0 gas used\n");
});
