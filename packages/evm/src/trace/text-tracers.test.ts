import { expect, test } from "vitest";
import { assemble } from "../asm/assembler.js";
import { createEvm } from "../create-evm.js";
import { MemoryState } from "../state/memory-state.js";
import { MarkdownTracer } from "./markdown-tracer.js";
import { StructTracer } from "./struct-tracer.js";
import type { Tracer } from "./tracer.js";

const from = "0x5e17000000000000000000000000000000000000";
const to = "0xc0de000000000000000000000000000000000000";

function run(source: string, tracer: Tracer): void {
	const state = new MemoryState({ [from]: { balance: 1n }, [to]: { code: assemble(source), storage: [[1n, 5n]] } });
	createEvm({ state }).call({ from, to, gas: 100_000n, tracer });
}

test("struct: a paragraph per instruction", () => {
	const lines: string[] = [];
	const sink = { write: (line: string) => lines.push(line) };
	run("PUSH1 1 SLOAD PUSH1 0 MSTORE PUSH1 0 PUSH1 0 JUMP", new StructTracer(sink, { memory: true }));
	const word = (digit: string): string => digit.padStart(64, "0");
	expect(lines.join("\n")).toContain(
		[
			"SLOAD           pc=00000002 gas=99997 cost=2100",
			"Stack:",
			"00000000  0x1",
			"Storage:",
			`${word("1")}: ${word("5")}`,
			"",
			"PUSH1 ",
		].join("\n"),
	);
	// The trace ends so: a fault that is met in execution is not told.
	expect(lines.slice(lines.findIndex((line) => line.startsWith("JUMP")))).toEqual([
		"JUMP            pc=00000010 gas=97882 cost=8",
		"Stack:",
		"00000000  0x0",
		"00000001  0x0",
		"Memory:",
		"00000000  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  |................|",
		"00000010  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 05  |................|",
		"",
	]);
});

test("struct: a fault that is met before execution", () => {
	const lines: string[] = [];
	run("PUSH1 3 ADD", new StructTracer({ write: (line) => lines.push(line) }));
	expect(lines.slice(2)).toEqual([
		"ADD             pc=00000002 gas=99997 cost=3 ERROR: stack underflow (1 <=> 2)",
		"Stack:",
		"00000000  0x3",
		"",
	]);
});

test("markdown: a table between two lists", () => {
	const lines: string[] = [];
	run("PUSH1 3 JUMP", new MarkdownTracer({ write: (line) => lines.push(line) }));
	expect(lines).toEqual([
		"Pre-execution info:",
		"  - from: `0x5E17000000000000000000000000000000000000`",
		"  - to: `0xc0DE000000000000000000000000000000000000`",
		"  - data: ``",
		"  - gas: `100000`",
		"  - value: `0` wei",
		"",
		"|  Pc   |      Op     | Cost |   Refund  |   Stack   |",
		"|-------|-------------|------|-----------|-----------|",
		"|    0  |      PUSH1  |    3 |         0 |        [] |",
		"|    2  |       JUMP  |    8 |         0 |     [0x3] |",
		"",
		"Error: at pc=2, op=86: invalid jump destination",
		"",
		"Post-execution info:",
		"  - output: ``",
		"  - consumed gas: `100000`",
		"  - error: `invalid jump destination`",
	]);
});
