import { createEvm, MemoryState, parseAddress } from "@evmore/evm";
import { assemble } from "@evmore/evm/asm";
import { JsonTracer } from "@evmore/evm/trace";
import { expect, test } from "vitest";

const to = parseAddress(`0x${"aa".repeat(20)}`);
const writer = parseAddress(`0x${"bb".repeat(20)}`);

interface Line {
	readonly depth: number;
	readonly opName: string;
	readonly gasCost: string;
	readonly memSize: number;
	readonly error?: string;
}

// go-ethereum 1.17 meets it while charging gas, but for LOG and TSTORE: one line, not two, and the price of the opcode alone.
test.each([
	["PUSH1 1 PUSH1 0 SSTORE", 1, "0x0", "out of gas: write protection"],
	["PUSH1 33 PUSH0 PUSH0 CREATE", 1, "0x7d00", "out of gas: write protection"],
	["PUSH1 33 PUSH0 PUSH0 PUSH0 CREATE2", 1, "0x7d00", "out of gas: write protection"],
	["PUSH1 64 PUSH0 PUSH1 64 PUSH0 PUSH1 1 PUSH1 0xdd GAS CALL", 1, "0x64", "out of gas: write protection"],
	["PUSH0 SELFDESTRUCT", 1, "0x1388", "out of gas: write protection"],
	["PUSH1 32 PUSH0 LOG0", 2, "0x27a", "write protection"],
	["PUSH0 PUSH0 TSTORE", 2, "0x64", "write protection"],
])("a write that is not permitted, as go-ethereum tells it: %s", (source, count, gasCost, error) => {
	const state = new MemoryState();
	state.setAccount(to, { code: assemble(`PUSH0 PUSH0 PUSH0 PUSH0 PUSH20 ${writer} PUSH2 0xffff STATICCALL`) });
	state.setAccount(writer, { code: assemble(source) });
	const lines: Line[] = [];
	const tracer = new JsonTracer({ write: (line) => lines.push(JSON.parse(line) as Line) });
	createEvm({ fork: "Osaka", state }).call({ to, tracer });
	const name = source.split(" ").at(-1);
	const told = lines.filter(({ depth, opName }) => depth === 2 && opName === name);
	expect(told).toHaveLength(count);
	expect(told[0]).toMatchObject({ gasCost, memSize: 0 });
	expect(told.at(-1)!.error).toBe(error);
	expect(lines.find((line) => "output" in line)).toMatchObject({ error });
});
