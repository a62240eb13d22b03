import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { compile, evmore, folderWith, type Outcome, repositoryRoot } from "./evmore.js";

/** A table cell by cell. */
function cells(line: string): string[] {
	return line.trim().split(/\s+/);
}

describe("assembly", () => {
	const cwd = folderWith({
		"hello.easm": "PUSH 0x2\nPUSH 0x2\nMUL\nSTOP\n",
		"byte.easm": "PUSH 0x2 ;; the value\nPUSH 0x0\nMSTORE8\nPUSH 0x1\nPUSH 0x0\nRETURN\n",
		"store.easm": "PUSH 0x1337\nPUSH 0\nSSTORE\nPUSH 0\nSLOAD\nSTOP\n",
	});

	test("asm prints the code; compile is the same", async () => {
		const expected = { exitCode: 0, stdout: "600260020200\n", stderr: "" };
		expect(await evmore(["asm", "hello.easm"], { cwd })).toEqual(expected);
		expect(await evmore(["compile", "hello.easm"], { cwd })).toEqual(expected);
		expect(await evmore(["asm", "-"], { input: "PUSH 0x2 PUSH 0x2 MUL STOP" })).toEqual(expected);
	});

	test("run --debug shows the stack step by step, with gas and cost", async () => {
		const { exitCode, stdout, stderr } = await evmore(["run", "--debug", "hello.easm"], { cwd });
		expect([exitCode, stdout]).toEqual([0, "0x\n"]);
		expect(stderr.split("\n").map(cells)).toEqual([
			["pc", "instruction", "gas", "cost", "stack,", "top", "first"],
			["0", "PUSH1", "0x02", "10000000000", "3"],
			["2", "PUSH1", "0x02", "9999999997", "3", "0x2"],
			["4", "MUL", "9999999994", "5", "0x2", "0x2"],
			["5", "STOP", "9999999989", "0", "0x4"],
			["success,", "11", "gas", "used"],
			[""],
		]);
	});

	test("MSTORE8 and RETURN return one byte", async () => {
		const { stdout, stderr } = await evmore(["run", "byte.easm"], { cwd });
		expect([stdout, stderr]).toEqual(["0x02\n", "success, 18 gas used\n"]);
	});

	test("SSTORE and SLOAD cost 22100 and 100, and the storage is shown", async () => {
		const { stdout, stderr } = await evmore(["run", "--debug", "store.easm"], { cwd });
		const lines = stderr.split("\n").map(cells);
		expect(lines.find(([, name]) => name === "SSTORE")).toEqual([
			"5",
			"SSTORE",
			"9999999994",
			"22100",
			"0x0",
			"0x1337",
		]);
		expect(lines.find(([, name]) => name === "SLOAD")).toEqual(["8", "SLOAD", "9999977891", "100", "0x0"]);
		expect(stderr).toContain("storage of 0x0000000000000000000000007265636569766572\n  0: 1337\n");
		expect(stdout).toBe("0x\n");
	});
});

describe("Solidity", () => {
	const source = `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.0;
contract Add { function add(uint256 a, uint256 b) external pure returns (uint256) { return a + b; } }`;
	const { abi, creationCode } = compile(source, "Add");
	const cwd = folderWith({
		"Add.bin": creationCode,
		"Printed.bin": `\n======= Add.sol:Add =======\nBinary:\n${creationCode}\n`,
		"Foundry.json": JSON.stringify({ abi, bytecode: { object: `0x${creationCode}` }, metadata: {} }),
		"Hardhat.json": JSON.stringify({ contractName: "Add", abi, bytecode: `0x${creationCode}` }),
		"Combined.json": JSON.stringify({ contracts: { "Add.sol:Add": { abi, bin: creationCode } } }),
		"package.json": "{}",
		"Add.sol": source,
	});

	test("deploy prints the runtime code", async () => {
		const { exitCode, stdout, stderr } = await evmore(["deploy", "Add.bin"], { cwd });
		expect(exitCode).toBe(0);
		expect(stdout).toMatch(/^0x60[0-9a-f]+\n$/);
		// The creation code ends with the runtime code.
		expect(creationCode).toContain(stdout.trim().slice(2));
		expect(stderr).toMatch(/^success, \d+ gas used\ncontract at 0x[0-9a-f]{40}, \d+ bytes\n$/);
		for (const file of ["Printed.bin", "Foundry.json", "Hardhat.json", "Combined.json"]) {
			expect((await evmore(["deploy", file], { cwd })).stdout).toBe(stdout);
		}
	});

	test.each([
		["--function", "--args"],
		["-function", "-args"],
		["--sig", "--args"],
	])("run --bin Add.bin %s … %s 3,5 answers 8", async (functionOption, argsOption) => {
		const args = ["run", "--bin", "Add.bin", functionOption, "add(uint256,uint256)", argsOption, "3,5"];
		const { exitCode, stdout, stderr } = await evmore(args, { cwd });
		expect([exitCode, stdout]).toEqual([0, `0x${"8".padStart(64, "0")}\n`]);
		expect(stderr).toMatch(/^success, \d+ gas used\nreturned 8\n$/);
	});

	test("call prints the value when its type is known", async () => {
		const call = async (...args: string[]): Promise<string> => (await evmore(["call", ...args], { cwd })).stdout;
		expect(await call("Add.bin", "--function", "add(uint256,uint256)(uint256)", "--args", "3,5")).toBe("8\n");
		expect(await call("--bin", "Add.bin", "-function", "add(uint256,uint256)(uint256)", "-args", "3,5")).toBe("8\n");
		expect(await call("Foundry.json", "--function", "add", "--args", "3,5")).toBe("8\n");
		expect(await call("Add.bin", "--function", "add(uint256,uint256)", "--args", "3,5")).toMatch(/^0x0{63}8\n$/);
	});

	test("a revert has its reason", async () => {
		const max = `0x${"f".repeat(64)}`;
		const { exitCode, stdout, stderr } = await evmore(
			["call", "Add.bin", "--function", "add(uint,uint)", "--args", `1,${max}`],
			{ cwd },
		);
		expect(exitCode).toBe(1);
		expect(stdout).toMatch(/^0x4e487b71/);
		expect(stderr).toContain("reverted, 743 gas used: Panic(17): arithmetic overflow or underflow");
	});
});

describe("an ERC-20 of OpenZeppelin over several commands", () => {
	const holder = "0x000000000000000000000000000073656e646572";
	const friend = "0x0000000000000000000000000000000000000b0b";
	// Inside the repository: the imports are found in its node_modules.
	const cwd = folderWith(
		{
			"Token.sol": `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
contract Token is ERC20 {
	constructor(string memory name_, string memory symbol_) ERC20(name_, symbol_) {}
	function mint(address to, uint256 amount) external { _mint(to, amount); }
}`,
		},
		join(repositoryRoot, "node_modules"),
	);
	let token: string;

	beforeAll(async () => {
		const args = ["deploy", "Token.sol", "--args", '"My Token",MTK', "--state", "state.json", "--address"];
		const { exitCode, stdout } = await evmore(args, { cwd });
		expect(exitCode).toBe(0);
		token = stdout.trim();
	});

	function call(file: string[], ...args: string[]): Promise<Outcome> {
		return evmore(["call", ...file, "--at", token, "--state", "state.json", "--function", ...args], { cwd });
	}

	test("mint, transfer, and what the log says", async () => {
		const minted = await call(["Token.sol"], "mint", "--args", `${holder},1000`);
		expect(minted.stderr).toContain(
			`${token} Transfer(from: 0x${"0".repeat(40)}, to: 0x000000000000000000000000000073656E646572, value: 1000)\n`,
		);
		const sent = await call(["Token.sol"], "transfer", "--args", `${friend},250`);
		expect(sent.stdout).toBe("true\n");
		expect(sent.stderr).toContain(
			"Transfer(from: 0x000000000000000000000000000073656E646572, to: 0x0000000000000000000000000000000000000B0b, value: 250)\n",
		);
		expect((await call([], "balanceOf(address)(uint256)", "--args", holder)).stdout).toBe("750\n");
		expect((await call([], "balanceOf(address)(uint256)", "--args", friend)).stdout).toBe("250\n");
		expect((await call([], "name()(string)")).stdout).toBe('"My Token"\n');
	});

	test("a transfer of too much reverts with the contract's own error, and changes nothing", async () => {
		const before = readFileSync(join(cwd, "state.json"), "utf8");
		const { exitCode, stderr } = await call(["Token.sol"], "transfer", "--args", `${friend},5000`);
		expect(exitCode).toBe(1);
		expect(stderr).toMatch(/ERC20InsufficientBalance\(sender: 0x0{28}73656E646572, balance: 750, needed: 5000\)/);
		expect(readFileSync(join(cwd, "state.json"), "utf8")).toBe(before);
	});
});
