import { expect, test } from "vitest";
import { assemble } from "../asm/assembler.js";
import { createEvm } from "../create-evm.js";
import { MemoryState } from "../state/memory-state.js";
import { CallTreeTracer } from "./call-tree-tracer.js";

const from = "0x5e17000000000000000000000000000000000000";
const caller = "0xc0de000000000000000000000000000000000000";
const failing = "0x00000000000000000000000000000000000000fa";
const zeros = "00".repeat(31);

function treeOf(source: string, gas = 100_000n): string[] {
	const lines: string[] = [];
	const state = new MemoryState({
		[from]: { balance: 9n },
		[caller]: { code: assemble(source), balance: 9n },
		[failing]: { code: assemble("PUSH1 7 PUSH1 0 MSTORE PUSH1 32 PUSH1 0 REVERT") },
	});
	const tracer = new CallTreeTracer((line) => lines.push(line));
	createEvm({ state }).call({ from, to: caller, gas, value: 5n, data: "0xa9059cbb01", tracer });
	return lines;
}

test("calls, logs where they are, and how each ended", () => {
	const lines = treeOf(`
		PUSH1 0 PUSH1 0 LOG0
		PUSH1 0 PUSH1 0 PUSH1 4 PUSH1 0 PUSH2 0xfa GAS STATICCALL
		PUSH1 8 PUSH1 32 PUSH1 0 LOG1
		PUSH1 0 PUSH1 0 PUSH1 0 PUSH1 0 PUSH1 1 PUSH1 0xbb GAS CALL
		PUSH1 32 PUSH1 0 RETURN`);
	expect(lines).toHaveLength(9);
	expect(lines[0]).toMatch(/^\[\d+\] 0xc0DE0{36}::a9059cbb\{value: 5\}\(0x01\)$/);
	expect(lines.slice(1)).toEqual([
		"  ├─ emit data: 0x",
		`  ├─ [18] 0x00000000000000000000000000000000000000fa::00000000() [staticcall]`,
		`  │   └─ ← [Revert] 0x${zeros}07`,
		`  ├─ emit topic 0: 0x${zeros}08`,
		`  │          data: 0x${zeros}00`,
		"  ├─ [0] 0x00000000000000000000000000000000000000bb::fallback{value: 1}()",
		"  │   └─ ← [Stop]",
		`  └─ ← [Return] 0x${zeros}00`,
	]);
});

test("creations, faults, and the next transaction begins anew", () => {
	const lines = treeOf(
		"PUSH1 0xfe PUSH1 0 MSTORE8 PUSH1 1 PUSH1 0 PUSH1 2 CREATE PUSH1 0 PUSH1 0 PUSH1 0 CREATE INVALID",
		50_000_000n,
	);
	expect(lines[1]).toMatch(/^ {2}├─ \[\d+\] → new nothing\{value: 2\}$/);
	expect(lines[2]).toBe("  │   └─ ← [invalid opcode: INVALID]");
	expect(lines[3]).toMatch(/^ {2}├─ \[0\] → new 0x[0-9a-fA-F]{40}$/);
	expect(lines[4]).toBe("  │   └─ ← [Stop]");
	expect(lines[5]).toBe("  └─ ← [invalid opcode: INVALID]");
});

test("long data is cut", () => {
	expect(treeOf("PUSH2 2000 PUSH1 0 RETURN").at(-1)).toMatch(/0{2048}… \(2000 bytes\)$/);
});
