import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { evmore, folderWith } from "./evmore.js";

const brokenState = '{"evmoreState": 1, "alloc": {"0x00';
const files = {
	"hello.easm": "PUSH 0x2\nSTOP\n",
	"bad.easm": "PUSH 2\n  MULL\n",
	"unknown.easm": "QWERTYUIOP\n",
	"empty.bin": "",
	"odd.bin": "6080604\n",
	"truncated.json": '{"alloc": {"0x',
	"deep.json": `${"[".repeat(100_000)}${"]".repeat(100_000)}`,
	"deep-state.json": `{"evmoreState": 1, "alloc": ${'{"a":'.repeat(20_000)}1${"}".repeat(20_001)}`,
	"broken-state.json": brokenState,
	"genesis.json": '{"alloc": {"0x00000000000000000000000000000000000000aa": {"balance": "-1"}}}',
	"other.json": '{"name": "not a state"}',
	"artifact.json": '{"abi": [{"type": 7, "inputs": [{}]}], "bytecode": "0x00"}',
	"library.json": '{"abi": [], "bytecode": "0x60__$0123456789abcdef0123456789abcdef01$__00"}',
	"interface.json": '{"abi": [], "bytecode": "0x"}',
	"Broken.sol": "pragma solidity ^0.8.0;\ncontract Broken {\n  uint x = ;\n}\n",
};
const forks = /Frontier, Homestead, DAO, .*, Cancun, Prague, Osaka, BPO1, BPO2, BPO3, BPO4/;

/** arguments; exit code; what the line on standard error says */
const cases: readonly (readonly [string, number, RegExp])[] = [
	// Code
	["run 600", 1, /odd number of hexadecimal digits \(3\)/],
	["run 60zz", 1, /not hexadecimal: "z" at digit 3/],
	["run missing.bin", 1, /missing\.bin: no such file/],
	["run --codefile missing.bin", 1, /missing\.bin: no such file/],
	["run .", 1, /is a directory/],
	["run empty.bin", 1, /empty\.bin: empty, no code/],
	["run odd.bin", 1, /odd\.bin has an odd number of hexadecimal digits/],
	["disasm 60zz", 1, /not hexadecimal/],
	["asm missing.easm", 1, /missing\.easm: no such file/],
	["deploy interface.json", 1, /no contract that can be deployed/],
	["deploy library.json", 1, /needs a library/],
	["deploy artifact.json", 1, /a parameter in the ABI has no type/],
	["deploy other.json", 1, /not an artifact/],
	["deploy 00 --args 1", 2, /types are not known: give --construct 'constructor\(uint256\)'/],
	["deploy truncated.json", 1, /truncated\.json: not valid JSON: it ends too early/],
	["deploy deep.json", 1, /deep\.json: JSON nested more than 256 levels deep/],
	["deploy Broken.sol", 1, /Broken\.sol:3:12: ParserError: Expected primary expression\./],
	// Numbers
	["run 00 --gas -5", 1, /--gas cannot be negative: -5/],
	["run 00 --gas=-0x5", 1, /--gas cannot be negative/],
	["run 00 --gas ten", 1, /--gas is not a number/],
	["run 00 --gas 1.5", 1, /--gas is not a number/],
	["run 00 --gas 9223372036854775808", 1, /--gas is out of range/],
	[`run 00 --value 0x1${"0".repeat(64)}`, 1, /--value is out of range/],
	["compile-report --block zz 6001", 1, /--block is not a number \(decimal, or hexadecimal with 0x\): "zz"/],
	["compile-report --block 99 6001", 1, /--block: no block begins at 0x0063/],
	["run 00 --price -1", 1, /--price cannot be negative/],
	["run 00 --sender 0xzz", 1, /--sender is not an address/],
	[`run 00 --receiver 0x${"1".repeat(41)}`, 1, /--receiver is not an address/],
	["run 00 --input 0x123", 1, /--input has an odd number/],
	// Rules
	["run 00 --state.fork Cancan", 1, /Unknown fork "Cancan"\. Did you mean "Cancun"\? The forks are/],
	["opcodes --fork Berlni", 1, /Did you mean "Berlin"/],
	["run 00 --state.fork nothing-like-it", 1, forks],
	["run 00 --state.fork Osaka+999999", 1, /Unknown EIP/],
	["asm hello.easm --state.fork Prag", 1, /Did you mean "Prague"/],
	// Files of state
	["run 00 --prestate truncated.json", 1, /truncated\.json: not valid JSON/],
	["run 00 --prestate missing.json", 1, /missing\.json: no such file/],
	["run 00 --prestate genesis.json", 1, /genesis\.json: genesis\.alloc.*balance is not an unsigned integer/],
	["run 00 --state broken-state.json", 1, /broken-state\.json.*not valid JSON/],
	["run 00 --state deep-state.json", 1, /deep-state\.json.*nested more than 256 levels/],
	["run 00 --state other.json", 1, /other\.json.*not a state file of evmore/],
	["run 00 --state empty.bin", 1, /empty\.bin.*empty/],
	["run 00 --state no-such-folder/state.json", 1, /its folder does not exist/],
	// Signatures and arguments
	["run 00 --function f(uint8", 1, /is not a signature/],
	["run 00 --function f(uint8) --args 256", 1, /256 is out of range/],
	["run 00 --function f(uint8) --args -1", 1, /-1 is out of range/],
	["run 00 --function f(uint8) --args 1,2", 1, /takes 1 argument, 2 given/],
	["run 00 --function f(address) --args 0x12", 1, /is not an address/],
	["run 00 --function f(uint8[]) --args [1,2", 1, /"\]" is missing/],
	["call 00 --function f", 1, /has no parameter types/],
	// Wrong usage
	["run", 2, /no code/],
	["run 00 01", 2, /too many arguments/],
	["run 00 --codefile hello.easm", 2, /give the code once/],
	["run 00 --args 1", 2, /--args needs --function/],
	["run 00 --input 00 --function f()", 2, /exclude each other/],
	["run 00 --trace.format xml", 2, /json, struct, md or eip3155/],
	["run 00 --trace.nostack=maybe", 2, /"true" or "false"/],
	["run 00 --gass 5", 2, /unknown option '--gass' \(Did you mean --gas\?\)/],
	["run 00 --gas", 2, /argument missing/],
	["rnu 00", 2, /unknown command 'rnu' \(Did you mean run\?\)/],
	["help rnu", 2, /unknown command 'rnu' \(Did you mean run\?\)/],
	["help bogus", 2, /unknown command 'bogus'/],
	["asm", 2, /missing required argument 'file'/],
	["call", 2, /no contract/],
];

describe("bad input is one clear line on standard error, and nothing is written", () => {
	const cwd = folderWith(files);

	test.concurrent.each(cases)("evmore %s", async (line, exitCode, message) => {
		const outcome = await evmore(line.split(" "), { cwd });
		expect(outcome.stderr).toMatch(message);
		expect(outcome.stderr).toMatch(/^error: [^\n]+\n$/);
		expect(outcome.stderr).not.toMatch(/\n\s+at |node:internal|please report/);
		expect([outcome.exitCode, outcome.stdout]).toEqual([exitCode, ""]);
	});

	test("an assembler error shows place, line and a suggestion", async () => {
		const message = 'error: bad.easm:2:3: unknown instruction "MULL"\n    MULL\n    ^~~~\n  Did you mean MUL?\n';
		expect(await evmore(["asm", "bad.easm"], { cwd })).toEqual({ exitCode: 1, stdout: "", stderr: message });
		expect(await evmore(["run", "bad.easm"], { cwd })).toEqual({ exitCode: 1, stdout: "", stderr: message });
		expect((await evmore(["asm", "unknown.easm"], { cwd })).stderr).toContain(
			'"evmore opcodes" lists the instructions',
		);
	});

	test("what a file holds does not reach the terminal raw", async () => {
		const { stderr } = await evmore(["run", "-"], { input: "60\u001b[31m" });
		expect(stderr).not.toContain("\u001b");
		expect(stderr).toMatch(/^error: standard input is not hexadecimal/);
	});

	test("all files are as they were", () => {
		expect(readdirSync(cwd).sort()).toEqual(Object.keys(files).sort());
		expect(readFileSync(join(cwd, "broken-state.json"), "utf8")).toBe(brokenState);
	});
});
