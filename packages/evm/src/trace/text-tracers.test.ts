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
	expect(lines.join("\n")).toContain(
		[
			"JUMP            pc=00000010 gas=97882 cost=8 ERROR: invalid jump destination",
			"Stack:",
			"00000000  0x0",
			"Memory:",
			"00000000  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  |................|",
			"00000010  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 05  |................|",
			"",
			"output: 0x",
			"gas used: 100000",
			"error: invalid jump destination",
		].join("\n"),
	);
});

test("markdown: a table between two lists", () => {
	const lines: string[] = [];
	run("PUSH1 3 JUMP", new MarkdownTracer({ write: (line) => lines.push(line) }));
	expect(lines).toEqual([
		"Pre-execution info:",
		`  - from: \`${from}\``,
		`  - to: \`${to}\``,
		"  - data: `0x`",
		"  - gas: `100000`",
		"  - value: `0` wei",
		"",
		"|  Pc   |      Op     | Cost |   Refund  | Stack |",
		"|-------|-------------|------|-----------|-------|",
		"|    0  |      PUSH1  |    3 |         0 |        [] |",
		"|    2  |       JUMP  |    8 |         0 |     [0x3] |",
		"",
		"Error: at pc=2, op=JUMP: invalid jump destination",
		"",
		"Post-execution info:",
		"  - output: `0x`",
		"  - consumed gas: `100000`",
		"  - error: `invalid jump destination`",
	]);
});
