import { chmodSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { evmore, folderWith } from "./evmore.js";

/** Adds the input's first word to slot 0 and returns the sum. */
const counter = "5f355f5401805f555f5260205ff3";

test("accounts and storage are kept between runs, and equal states are equal files", async () => {
	const cwd = folderWith({});
	const add = (amount: string, ...args: string[]): Promise<{ stdout: string }> =>
		evmore(["run", "--state", "state.json", "--input", amount.padStart(64, "0"), ...args], { cwd });
	expect((await add("5", counter)).stdout).toBe(`0x${"5".padStart(64, "0")}\n`);
	// The code is there too.
	expect((await add("a", "--receiver", "0x7265636569766572")).stdout).toBe(`0x${"f".padStart(64, "0")}\n`);
	const state = readFileSync(join(cwd, "state.json"), "utf8");
	expect(JSON.parse(state)).toEqual({
		evmoreState: 1,
		alloc: {
			"0x0000000000000000000000007265636569766572": {
				balance: "0x0",
				code: `0x${counter}`,
				storage: { [`0x${"0".repeat(64)}`]: `0x${"f".padStart(64, "0")}` },
			},
		},
	});
	await add("0", "--receiver", "0x7265636569766572");
	expect(readFileSync(join(cwd, "state.json"), "utf8")).toBe(state);
	expect(readdirSync(cwd)).toEqual(["state.json"]);
});

test("a state file is a genesis file; --prestate begins one", async () => {
	const alloc = { "0x00000000000000000000000000000000000000aa": { balance: "0x7", code: "0x4760aa3101" } };
	const cwd = folderWith({ "genesis.json": JSON.stringify({ alloc }) });
	const args = ["run", "--prestate", "genesis.json", "--receiver", "0xaa"];
	expect((await evmore([...args, "--state", "state.json"], { cwd })).exitCode).toBe(0);
	expect(JSON.parse(readFileSync(join(cwd, "state.json"), "utf8")).alloc).toEqual(alloc);
	expect((await evmore(["run", "--prestate", "state.json", "--receiver", "0xaa"], { cwd })).exitCode).toBe(0);
});

test("a run that fails leaves the file as it was, or does not make one", async () => {
	const cwd = folderWith({});
	await evmore(["run", "--state", "state.json", "60015f55fe"], { cwd });
	await evmore(["run", "--state", "state.json", "60015f555f5ffd"], { cwd });
	await evmore(["deploy", "--state", "state.json", "fe"], { cwd });
	expect(readdirSync(cwd)).toEqual([]);
});

test("a link and the file's permissions stay", async () => {
	const cwd = folderWith({});
	writeFileSync(join(cwd, "target.json"), '{"evmoreState": 1, "alloc": {}}');
	chmodSync(join(cwd, "target.json"), 0o600);
	symlinkSync("target.json", join(cwd, "link.json"));
	expect((await evmore(["run", "--state", "link.json", "60015f55"], { cwd })).exitCode).toBe(0);
	expect(lstatSync(join(cwd, "link.json")).isSymbolicLink()).toBe(true);
	expect(statSync(join(cwd, "target.json")).mode & 0o777).toBe(0o600);
	expect(readFileSync(join(cwd, "target.json"), "utf8")).toContain("7265636569766572");
});

test("a file of a later version is refused", async () => {
	const text = '{"evmoreState": 2, "alloc": {}}';
	const cwd = folderWith({ "state.json": text });
	const { exitCode, stderr } = await evmore(["run", "--state", "state.json", "60015f55"], { cwd });
	expect([exitCode, stderr]).toEqual([
		1,
		"error: state.json (the state file; left as it is): version 2 is not known, only 1\n",
	]);
	expect(readFileSync(join(cwd, "state.json"), "utf8")).toBe(text);
});
