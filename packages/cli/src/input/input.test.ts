import { Command } from "commander";
import { describe, expect, test } from "vitest";
import { switchOption } from "../execution/execution-options.js";
import { spellOptions } from "../option-spelling.js";
import { readArtifact } from "./artifact.js";
import { chooseContract, readCode } from "./contract.js";
import { parseJson } from "./json-input.js";
import { parseAddressText, parseHexText, parseUnsigned } from "./option-values.js";
import { isSolcText, readSolcText } from "./solc-text.js";

describe("JSON", () => {
	test("brackets in strings are no depth, and errors tell the place", () => {
		const text = JSON.stringify({ a: "[".repeat(1000), b: '"[{' });
		expect(parseJson(text, "x")).toEqual(JSON.parse(text));
		expect(() => parseJson("", "x.json")).toThrow("x.json: empty");
		expect(() => parseJson('{"a": 1,\n "b": }', "x.json")).toThrow(/^x\.json: not valid JSON: Unexpected token/);
		expect(() => parseJson('{"a": [1, 2', "x.json")).toThrow("it ends too early");
		expect(() => parseJson("[".repeat(257), "x.json")).toThrow("nested more than 256 levels");
		expect(parseJson("[".repeat(256) + "]".repeat(256), "x")).toBeDefined();
	});
});

describe("values of options", () => {
	test("numbers", () => {
		expect(parseUnsigned("10", "n", 10n)).toBe(10n);
		expect(parseUnsigned(" 0xA ", "n", 10n)).toBe(10n);
		expect(() => parseUnsigned("11", "n", 10n)).toThrow("out of range");
		expect(() => parseUnsigned("9".repeat(1000), "n", 10n)).toThrow("out of range");
		for (const text of ["", "x", "1e3", "0x", "1 2", "--1"])
			expect(() => parseUnsigned(text, "n", 10n)).toThrow(/not a number/);
		expect(() => parseUnsigned("-1", "n", 10n)).toThrow("n cannot be negative");
	});

	test("addresses and bytes", () => {
		expect(parseAddressText("0xAB", "a")).toBe(`0x${"ab".padStart(40, "0")}`);
		expect(() => parseAddressText("0x", "a")).toThrow("not an address");
		expect(parseHexText("0x60 01\n", "b")).toEqual(new Uint8Array([0x60, 1]));
		expect(() => parseHexText("6", "b")).toThrow("odd number");
		expect(() => parseHexText("0x6g", "b")).toThrow('"g" at digit 2');
	});
});

test("options in the spelling of Go, short names, switches with values", () => {
	const command = new Command("x")
		.option("--function <f>", "")
		.option("--state.fork <f>", "")
		.addOption(switchOption("trace", ""))
		.addOption(switchOption("trace.nomemory", ""));
	expect(spellOptions(["-function", "-trace", "-trace", "code"], command)).toEqual([
		"--function",
		"-trace",
		"--trace=true",
		"code",
	]);
	expect(spellOptions(["--nomemory=false", "--fork", "Osaka", "--sig=f()"], command)).toEqual([
		"--trace.nomemory=false",
		"--state.fork",
		"Osaka",
		"--function=f()",
	]);
	expect(spellOptions(["-h", "-", "--unknown", "--", "--trace"], command)).toEqual([
		"-h",
		"-",
		"--unknown",
		"--",
		"--trace",
	]);
});

describe("what compilers write", () => {
	const abi = [{ type: "function", name: "f", inputs: [], outputs: [] }];

	test("artifacts of Foundry, Hardhat and solc", () => {
		const foundry = readArtifact(
			JSON.stringify({ abi, bytecode: { object: "0x6001" }, deployedBytecode: { object: "0x60" } }),
			"x",
		);
		expect(foundry).toMatchObject([{ name: undefined, creationCode: "0x6001", runtimeCode: "0x60", abi }]);
		const hardhat = readArtifact(
			JSON.stringify({ contractName: "A", abi, bytecode: "0x6001", deployedBytecode: "0x60" }),
			"x",
		);
		expect(hardhat).toMatchObject([{ name: "A", creationCode: "0x6001", runtimeCode: "0x60" }]);
		const combined = readArtifact(
			JSON.stringify({ contracts: { "a.sol:A": { abi: JSON.stringify(abi), bin: "6001" } } }),
			"x",
		);
		expect(combined).toMatchObject([{ name: "a.sol:A", creationCode: "6001", abi }]);
		const evm = { bytecode: { object: "6001" }, deployedBytecode: { object: "60" } };
		const standard = readArtifact(
			JSON.stringify({ contracts: { "a.sol": { A: { abi, evm }, B: { abi: [], evm: {} } } } }),
			"x",
		);
		expect(standard).toMatchObject([
			{ name: "A", creationCode: "6001", runtimeCode: "60", knownAbi: abi },
			{ name: "B" },
		]);
		expect(chooseContract(standard, undefined, "x", "x").name).toBe("A");
		for (const text of ["[]", "1", '{"contracts": {"a": 1}}', '{"abi": []}'])
			expect(() => readArtifact(text, "x")).toThrow();
	});

	test("solc --bin --bin-runtime --abi", () => {
		const text = `\n======= a.sol:A =======\nBinary:\n6001\nBinary of the runtime part:\n60\nContract JSON ABI\n${JSON.stringify(abi)}\n\n======= a.sol:I =======\nBinary:\n\n`;
		expect(isSolcText(text)).toBe(true);
		expect(isSolcText("6001\n")).toBe(false);
		const contracts = readSolcText(text, "x");
		expect(contracts).toMatchObject([
			{ name: "a.sol:A", creationCode: "6001", runtimeCode: "60", abi },
			{ name: "a.sol:I", creationCode: undefined },
		]);
		expect(chooseContract(contracts, undefined, "x", "x").name).toBe("a.sol:A");
		expect(() => chooseContract(contracts, "C", "x", "x")).toThrow("It has: a.sol:A, a.sol:I");
	});

	test("of several contracts the one named like the file, or the one asked for", () => {
		const make = (name: string): never => ({ name, creationCode: "00", knownAbi: [] }) as never;
		const contracts = [make("A"), make("B")];
		expect(chooseContract(contracts, undefined, "B.sol", "B").name).toBe("B");
		expect(chooseContract(contracts, "A", "B.sol", "B").name).toBe("A");
		expect(() => chooseContract(contracts, undefined, "C.sol", "C")).toThrow("choose one with --contract: A, B");
	});

	test("code with a library missing, or broken", () => {
		expect(() => readCode("0x60__$0123456789abcdef0123456789abcdef01$__", "x")).toThrow("needs a library");
		expect(() => readCode("0x6", "x")).toThrow("odd number");
		expect(() => readCode("0x6g", "x")).toThrow("not hexadecimal");
	});
});
