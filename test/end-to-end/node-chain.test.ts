import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { fixturesDir } from "../fixtures.js";
import { evmore, evmoreCommand } from "./evmore.js";

const fixtures = fixturesDir();
const folder = mkdtempSync(join(tmpdir(), "evmore-test-"));
const datadir = join(folder, "data");

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(fixtures === undefined)("a chain on disk", () => {
	const source = join(fixtures ?? "", "rpc-compat/chain");

	test("is imported, verified and exported to the same bytes", async () => {
		const imported = await evmore([
			"import",
			join(source, "chain.rlp"),
			"--datadir",
			datadir,
			"--init",
			join(source, "genesis.json"),
		]);
		expect(imported).toMatchObject({ exitCode: 0, stdout: "54 blocks imported\n" });
		const verified = await evmore(["verify", "--datadir", datadir]);
		expect(verified.stdout).toMatch(/^55 blocks up to 54, 249 transactions, \d+ trie nodes: every hash is right\n$/);
		const out = join(folder, "out.rlp");
		expect(await evmore(["export", out, "--datadir", datadir])).toMatchObject({ exitCode: 0 });
		expect(readFileSync(out).equals(readFileSync(join(source, "chain.rlp")))).toBe(true);
	});

	test("is not begun without a genesis: nothing is made", async () => {
		const { exitCode, stderr } = await evmore(["import", join(source, "chain.rlp"), "--datadir", join(folder, "new")]);
		expect([exitCode, stderr]).toEqual([
			1,
			`error: ${join(folder, "new")} holds no chain yet: give the genesis with --init\n`,
		]);
		expect(existsSync(join(folder, "new"))).toBe(false);
		const empty = join(folder, "empty");
		mkdirSync(empty);
		expect((await evmore(["import", join(source, "chain.rlp"), "--datadir", empty])).stderr).toContain("no chain yet");
		expect(readdirSync(empty)).toEqual([]);
	});

	test("blocks that are there already are not counted as imported", async () => {
		const args = ["import", join(source, "chain.rlp"), "--datadir", datadir];
		expect(await evmore(args)).toMatchObject({ exitCode: 0, stdout: "0 blocks imported, 54 were there already\n" });
	});

	test("is exported to standard output, and imported from standard input", () => {
		const cwd = join(folder, "streams");
		mkdirSync(cwd);
		const exported = spawnSync(process.execPath, [evmoreCommand, "export", "-", "--datadir", datadir], { cwd });
		expect([exported.status, String(exported.stderr)]).toEqual([0, "blocks 1 to 54 written to standard output\n"]);
		expect(exported.stdout.equals(readFileSync(join(source, "chain.rlp")))).toBe(true);
		const args = ["import", "-", "--datadir", "copy", "--init", join(source, "genesis.json")];
		const imported = spawnSync(process.execPath, [evmoreCommand, ...args], { cwd, input: gzipSync(exported.stdout) });
		expect([imported.status, String(imported.stdout)]).toEqual([0, "54 blocks imported\n"]);
		const empty = spawnSync(process.execPath, [evmoreCommand, "import", "-", "--datadir", "copy"], { cwd, input: "" });
		expect([empty.status, String(empty.stderr)]).toEqual([1, "error: standard input: empty, no block\n"]);
		// No file of that name was made.
		expect(readdirSync(cwd)).toEqual(["copy"]);
	});

	test("is not exported to a folder, which is named as it was given", async () => {
		const target = join(folder, "target");
		mkdirSync(target);
		expect(await evmore(["export", target, "--datadir", datadir])).toEqual({
			exitCode: 1,
			stdout: "",
			stderr: `error: ${target}: is a directory, not a file\n`,
		});
		const below = join(folder, "out.rlp/below");
		expect((await evmore(["export", below, "--datadir", datadir])).stderr).toBe(
			`error: ${below}: a part of its path is not a directory\n`,
		);
		expect(readdirSync(folder).filter((name) => name.endsWith(".tmp"))).toEqual([]);
	});

	test("is not imported from a file without blocks", async () => {
		const init = join(source, "genesis.json");
		const made = join(folder, "never");
		expect(await evmore(["import", "/dev/null", "--datadir", made, "--init", init])).toEqual({
			exitCode: 1,
			stdout: "",
			stderr: "error: /dev/null: empty, no block\n",
		});
		expect(existsSync(made)).toBe(false);
	});

	test("is not changed by a file that is cut off", async () => {
		const cut = join(folder, "cut.rlp");
		writeFileSync(cut, readFileSync(join(source, "chain.rlp")).subarray(0, 1000));
		const { exitCode, stderr } = await evmore(["import", cut, "--datadir", datadir]);
		expect(exitCode).toBe(1);
		expect(stderr).toContain("block 1: BlockException.RLP_STRUCTURES_ENCODING");
		expect((await evmore(["verify", "--datadir", datadir])).exitCode).toBe(0);
	});
});

test("a folder without a database is refused", async () => {
	const { exitCode, stderr } = await evmore(["verify", "--datadir", join(folder, "nothing")]);
	expect(exitCode).toBe(1);
	expect(stderr.trim().split("\n")).toHaveLength(1);
});
