import { expect, test } from "vitest";
import { assemble } from "../asm/assembler.js";
import { createEvm } from "../create-evm.js";
import { MemoryState } from "../state/memory-state.js";
import { Eip3155Tracer } from "./eip3155-tracer.js";

const from = "0x5e17000000000000000000000000000000000000";
const to = "0xc0de000000000000000000000000000000000000";

function trace(source: string, storage: readonly (readonly [bigint, bigint])[] = []): Record<string, unknown>[] {
	const lines: string[] = [];
	const state = new MemoryState({ [from]: { balance: 1n }, [to]: { code: assemble(source), storage } });
	const tracer = new Eip3155Tracer({ write: (line) => lines.push(line) }, { memory: true });
	createEvm({ state }).call({ from, to, gas: 100_000n, tracer });
	tracer.finish({ stateRoot: `0x${"00".repeat(32)}`, pass: true, fork: "Osaka" });
	return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

test("each line has what the EIP requires, as it was before the instruction", () => {
	const [, , store, stop, summary] = trace("PUSH1 0 PUSH1 1 SSTORE", [[1n, 1n]]);
	expect(store).toEqual({
		pc: 4,
		op: 0x55,
		gas: "0x1869a",
		gasCost: "0x1388",
		memSize: 0,
		stack: ["0x0", "0x1"],
		depth: 1,
		returnData: "0x",
		refund: 0,
		opName: "SSTORE",
		memory: "0x",
	});
	expect(stop).toMatchObject({ op: 0, refund: 4800 });
	expect(summary).toEqual({
		stateRoot: `0x${"00".repeat(32)}`,
		output: "0x",
		gasUsed: "0x138e",
		pass: true,
		fork: "Osaka",
	});
});

test("an instruction that fails is told once, and nothing after it", () => {
	const lines = trace("PUSH1 3 JUMP");
	expect(lines).toHaveLength(3);
	expect(lines[1]).toMatchObject({ op: 0x56, stack: ["0x3"], error: "invalid jump destination" });
	expect(lines[2]).toMatchObject({ error: "invalid jump destination", gasUsed: "0x186a0" });
	expect(trace("PUSH1 0 PUSH1 0 REVERT")).toHaveLength(4);
});
