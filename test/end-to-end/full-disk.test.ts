import { spawnSync } from "node:child_process";
import { closeSync, openSync, readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { evmoreCommand, folderWith } from "./evmore.js";

const cwd = folderWith({
	"code.easm": "PUSH 1\n",
	"sum.json": "{}",
	"alloc.json": "{}",
	"env.json": JSON.stringify({
		currentCoinbase: `0x${"0".repeat(40)}`,
		currentDifficulty: "0x20000",
		currentGasLimit: "0x1000000",
		currentNumber: "0x1",
		currentTimestamp: "0x3e8",
		currentBaseFee: "0x7",
	}),
	"txs.json": "[]",
	"txs.rlp": '"0xc0"',
	"header.json": JSON.stringify({ stateRoot: `0x${"11".repeat(32)}`, number: 1, gasLimit: 5000, timestamp: 1 }),
});

/** Runs the command with one of its streams on a device that is always full. */
function evmoreOnFullDisk(line: string, stream: "stdout" | "stderr"): { exitCode: number | null; other: string } {
	const full = openSync("/dev/full", "w");
	try {
		const { status, stdout, stderr } = spawnSync(process.execPath, [evmoreCommand, ...line.split(" ")], {
			cwd,
			encoding: "utf8",
			stdio: ["ignore", stream === "stdout" ? full : "pipe", stream === "stderr" ? full : "pipe"],
			env: { ...process.env, FORCE_COLOR: "0" },
		});
		return { exitCode: status, other: stream === "stdout" ? stderr : stdout };
	} finally {
		closeSync(full);
	}
}

describe("standard output on a full disk", () => {
	test.each([
		"run 602a5f5260205ff3",
		"asm code.easm",
		"disasm 6001",
		"opcodes",
		"--help",
		"help run",
		"--version",
		"statetest sum.json",
		"compile-report 6001",
	])("evmore %s: one line says so, and the exit code is 1", (line) => {
		const { exitCode, other } = evmoreOnFullDisk(line, "stdout");
		// What comes before it tells how the run ended.
		expect(other).toMatch(/^(success[^\n]*\nreturned 42\n)?error: standard output: no space left on the disk\n$/);
		expect(exitCode).toBe(1);
	});

	test.each([
		"t8n --output.result= --output.alloc stdout",
		"t9n --input.txs txs.rlp",
		"b11r --input.txs txs.rlp --output.block stdout",
	])("evmore %s: the exit code is that of files", (line) => {
		expect(evmoreOnFullDisk(line, "stdout")).toEqual({
			exitCode: 11,
			other: "ERROR(11): failed writing output: standard output: no space left on the disk\n",
		});
	});

	// Files had their names already.
	test("evmore t8n: no file is left of what could not be written as a whole", () => {
		const before = readdirSync(cwd);
		const { exitCode } = evmoreOnFullDisk("t8n --output.result result.json --output.alloc stdout", "stdout");
		expect(exitCode).toBe(11);
		expect(readdirSync(cwd)).toEqual(before);
	});
});

describe("standard error on a full disk", () => {
	test.each(["run 602a5f5260205ff3", "run --trace 6001", "run 600", "run --bin 00fe"])(
		"evmore %s: the exit code is 1",
		(line) => {
			expect(evmoreOnFullDisk(line, "stderr")).toMatchObject({
				exitCode: 1,
				other: expect.not.stringMatching(/ {4}at /),
			});
		},
	);
});
