import { describe, expect, test } from "vitest";
import { assemble } from "../asm/assembler.js";
import { createEvm } from "../create-evm.js";
import { MemoryState } from "../state/memory-state.js";
import type { TraceOptions } from "./geth-tracer.js";
import { JsonTracer } from "./json-tracer.js";

const from = "0x5e17000000000000000000000000000000000000";
const to = "0xc0de000000000000000000000000000000000000";
const other = "0x00000000000000000000000000000000000000aa";

interface Line {
	readonly pc?: number;
	readonly gas?: string;
	readonly gasCost?: string;
	readonly memory?: string;
	readonly memSize?: number;
	readonly stack?: readonly string[] | null;
	readonly returnData?: string;
	readonly depth?: number;
	readonly refund?: number;
	readonly opName?: string;
	readonly error?: string;
	readonly output?: string;
	readonly gasUsed?: string;
}

interface Setup {
	readonly options?: TraceOptions;
	readonly otherCode?: string;
	readonly gas?: bigint;
	readonly fork?: string;
	readonly storage?: readonly (readonly [bigint, bigint])[];
	readonly balance?: bigint;
}

function traceText(source: string, setup: Setup = {}): string[] {
	const lines: string[] = [];
	const state = new MemoryState({
		[from]: { balance: 10n ** 18n },
		[to]: { code: assemble(source), storage: setup.storage ?? [], balance: setup.balance ?? 0n },
		[other]: { code: assemble(setup.otherCode ?? "") },
	});
	const evm = createEvm({ state, fork: setup.fork ?? "Osaka" });
	const tracer = new JsonTracer({ write: (line) => lines.push(line) }, setup.options);
	evm.call({ from, to, gas: setup.gas ?? 1_000_000n, tracer });
	return lines;
}

function trace(source: string, setup: Setup = {}): Line[] {
	return traceText(source, setup).map((line) => JSON.parse(line) as Line);
}

/** Name, error, depth and height of the stack of each step; output and error of each frame. */
function outline(lines: readonly Line[]): string[] {
	return lines.map(({ opName, error, stack, memSize, depth, output }) => {
		const fault = error === undefined ? "" : ` ${error}`;
		if (opName === undefined) return `end ${output}${fault}`;
		return `${depth} ${opName} ${stack?.length} ${memSize}${fault}`;
	});
}

describe("JsonTracer", () => {
	test("lines as go-ethereum has them", () => {
		expect(traceText("PUSH1 0x40", { gas: 10_000_000_000n })).toEqual([
			'{"pc":0,"op":96,"gas":"0x2540be400","gasCost":"0x3","memSize":0,"stack":[],"depth":1,"refund":0,"opName":"PUSH1"}',
			'{"pc":2,"op":0,"gas":"0x2540be3fd","gasCost":"0x0","memSize":0,"stack":["0x40"],"depth":1,"refund":0,"opName":"STOP"}',
			'{"output":"","gasUsed":"0x3"}',
		]);
	});

	test("what may be left out and put in", () => {
		const source = "PUSH1 7 PUSH1 0 MSTORE PUSH1 0 PUSH1 0 PUSH1 0 PUSH1 0 PUSH1 0xaa GAS STATICCALL";
		const options = { stack: false, memory: true, returnData: true };
		const lines = traceText(source, { options, otherCode: "PUSH1 2 PUSH1 0 RETURN" });
		expect(lines[2]).toBe(
			'{"pc":4,"op":82,"gas":"0xf423a","gasCost":"0x6","memSize":0,"stack":null,"depth":1,"refund":0,"opName":"MSTORE"}',
		);
		expect(lines.at(-2)).toMatch(
			/"memory":"0x0{62}07","memSize":32,"stack":null,"returnData":"0x0000","depth":1,"refund":0,"opName":"STOP"}$/,
		);
	});

	test("a fault in execution has a second line, without the operands", () => {
		expect(outline(trace("PUSH1 1 PUSH1 3 JUMP"))).toEqual([
			"1 PUSH1 0 0",
			"1 PUSH1 1 0",
			"1 JUMP 2 0",
			"1 JUMP 1 0 invalid jump destination",
			"end  invalid jump destination",
		]);
		expect(outline(trace("PUSH1 1 PUSH1 3 JUMPI")).slice(2)).toEqual([
			"1 JUMPI 2 0",
			"1 JUMPI 0 0 invalid jump destination",
			"end  invalid jump destination",
		]);
		expect(outline(trace("PUSH1 40 PUSH1 0 PUSH1 0 RETURNDATACOPY")).slice(3)).toEqual([
			"1 RETURNDATACOPY 3 0",
			"1 RETURNDATACOPY 0 64 return data out of bounds",
			"end  return data out of bounds",
		]);
		expect(outline(trace("PUSH1 2 PUSH1 0 REVERT")).slice(2)).toEqual([
			"1 REVERT 2 0",
			"1 REVERT 0 32 execution reverted",
			"end 0000 execution reverted",
		]);
	});

	test("opcodes that are not defined", () => {
		expect(outline(trace("INVALID"))).toEqual(["1 INVALID 0 0", "1 INVALID 0 0 invalid opcode: INVALID", "end  invalid opcode: INVALID"]); // biome-ignore format: short
		expect(outline(trace(".bytes 0x0c")).slice(1)).toEqual([
			"1 opcode 0xc not defined 0 0 invalid opcode: opcode 0xc not defined",
			"end  invalid opcode: opcode 0xc not defined",
		]);
		expect(outline(trace("PUSH0", { fork: "London" })).at(-1)).toBe("end  invalid opcode: PUSH0");
	});

	test("a fault while checking and charging has one line", () => {
		expect(outline(trace("PUSH1 1 ADD")).slice(1)).toEqual([
			"1 ADD 1 0 stack underflow (1 <=> 2)",
			"end  stack underflow (1 <=> 2)",
		]);
		expect(traceText("ADD")[0]).toContain('"error":"stack underflow (0 \\u003c=\\u003e 2)"');
		expect(outline(trace("again: PUSH1 0 JUMP".replace("PUSH1 0 JUMP", "GAS PUSH1 0 JUMP"))).at(-1)).toBe(
			"end  stack limit reached 1024 (1023)",
		);
		expect(trace("PUSH2 0x4000 MLOAD", { gas: 100n }).slice(1)).toMatchObject([
			{ opName: "MLOAD", gasCost: "0x808", error: "out of gas" },
			{ gasUsed: "0x64", error: "out of gas" },
		]);
		const overflow = trace(`PUSH32 0x${"ff".repeat(32)} MLOAD`);
		expect(overflow.at(-1)?.error).toBe("gas uint64 overflow");
		expect(trace("PUSH6 0xffffffffffff MLOAD").at(-1)?.error).toBe("out of gas: gas uint64 overflow");
		const sentry = trace("PUSH1 1 PUSH1 1 SSTORE", { gas: 2000n });
		expect(sentry.at(-1)?.error).toBe("out of gas: not enough gas for reentrancy sentry");
	});

	test("EXP and LOG that fail cost what follows from their operands, as far as those were looked at", () => {
		const failed = (source: string, gas?: bigint): unknown =>
			trace(source, gas === undefined ? {} : { gas }).find(({ error }) => error !== undefined)?.gasCost;
		expect(failed("EXP")).toBe("0x0");
		expect(failed("PUSH1 1 LOG2")).toBe("0x0");
		expect(failed(`PUSH1 1 PUSH32 0x${"ff".repeat(32)} LOG0`)).toBe("0x0");
		// Three words of memory, two times 375, and 8 for each byte.
		expect(failed("PUSH1 7 PUSH1 80 PUSH1 1 LOG1", 100n)).toBe(`0x${(3 * 3 + 750 + 8 * 80).toString(16)}`);
	});

	test("empty initcode has no steps", () => {
		const lines = trace("PUSH1 0 PUSH1 0 PUSH1 0 CREATE");
		expect(lines.filter(({ depth }) => depth === 2)).toEqual([]);
		expect(lines.filter(({ output }) => output !== undefined)).toHaveLength(2);
	});

	test("write protection", () => {
		const call = "PUSH1 0 PUSH1 0 PUSH1 0 PUSH1 0 PUSH1 0xaa PUSH2 50000 STATICCALL";
		const protectedLines = (otherCode: string): string[] =>
			outline(trace(call, { otherCode }).filter(({ depth, error }) => depth === 2 && error !== undefined));
		expect(protectedLines("PUSH1 1 PUSH1 1 SSTORE")).toEqual(["2 SSTORE 2 0 out of gas: write protection"]);
		expect(protectedLines("PUSH1 1 PUSH1 1 TSTORE")).toEqual(["2 TSTORE 2 0 write protection"]);
		expect(protectedLines("PUSH1 1 PUSH1 0 LOG0")).toEqual(["2 LOG0 2 32 write protection"]);
		expect(protectedLines("PUSH1 1 SELFDESTRUCT")).toEqual(["2 SELFDESTRUCT 1 0 out of gas: write protection"]);
		expect(protectedLines("PUSH1 0 PUSH1 0 PUSH1 0 PUSH1 0 PUSH1 1 PUSH1 0 PUSH1 0 CALL")).toEqual([
			"2 CALL 7 0 out of gas: write protection",
		]);
		const lines = trace(call, { otherCode: "PUSH1 33 PUSH1 0 PUSH1 0 CREATE" });
		const failed = lines.filter(({ depth, opName }) => depth === 2 && opName === "CREATE");
		expect(failed).toMatchObject([{ gasCost: "0x7d00", memSize: 0, error: "out of gas: write protection" }]);
	});

	test("what a call is given is part of its cost, what a creation is given is not", () => {
		const lines = trace("PUSH1 0 PUSH1 0 PUSH1 0 PUSH1 0 PUSH1 0 PUSH1 0xaa PUSH2 1000 CALL", { otherCode: "PUSH0" });
		expect(lines.find(({ opName }) => opName === "CALL")?.gasCost).toBe(`0x${(2600 + 1000).toString(16)}`);
		// Initcode: PUSH1 1 PUSH1 0 RETURN, whose deposit is no cost of RETURN.
		const source = "PUSH5 0x60016000f3 PUSH1 0 MSTORE PUSH1 5 PUSH1 27 PUSH1 0 CREATE";
		const creation = trace(source);
		expect(creation.find(({ opName }) => opName === "CREATE")?.gasCost).toBe(`0x${(32_000 + 2).toString(16)}`);
		expect(creation.find(({ opName }) => opName === "RETURN")?.gasCost).toBe("0x3");
		expect(creation.find(({ output }) => output !== undefined)).toEqual({
			output: "00",
			gasUsed: `0x${(3 + 3 + 3 + 200).toString(16)}`,
		});
	});

	test("a frame that does not start has an end", () => {
		const lines = trace("PUSH1 0 PUSH1 0 PUSH1 0 PUSH1 0 PUSH1 9 PUSH1 0xaa PUSH1 0 CALL");
		expect(lines.at(-3)).toEqual({ output: "", gasUsed: "0x0", error: "insufficient balance for transfer" });
		expect(lines.at(-2)?.opName).toBe("STOP");
	});

	test("refunds are seen on the line of the instruction that earns them", () => {
		const lines = trace("PUSH1 0 PUSH1 1 SSTORE", { storage: [[1n, 1n]] });
		expect(lines.map(({ refund }) => refund)).toEqual([0, 0, 4800, 4800, undefined]);
	});

	test("SELFDESTRUCT is followed by the end of the transfer, then of the frame", () => {
		const lines = trace("PUSH1 0xaa SELFDESTRUCT", { fork: "London", balance: 1n });
		expect(lines.slice(1)).toEqual([
			{
				pc: 2,
				op: 255,
				gas: "0xf423d",
				gasCost: `0x${(5000 + 2600 + 25_000).toString(16)}`,
				memSize: 0,
				stack: ["0xaa"],
				depth: 1,
				refund: 0,
				opName: "SELFDESTRUCT",
			},
			{ output: "", gasUsed: "0x0" },
			{ output: "", gasUsed: `0x${(3 + 5000 + 2600 + 25_000).toString(16)}` },
		]);
		const berlin = trace("PUSH1 0xaa SELFDESTRUCT", { fork: "Berlin", balance: 1n });
		expect(berlin[1]?.refund).toBe(24_000);
	});
});
