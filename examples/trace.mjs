// Watches an execution: every instruction with its cost, every call, every change of storage.
import { createEvm, MemoryState } from "@evmore/evm";
import { assemble } from "@evmore/evm/asm";
import { findOpcode } from "@evmore/evm/spec";

const outer = "0x00000000000000000000000000000000000000c0";
const inner = "0x00000000000000000000000000000000000000c1";
const state = new MemoryState({
	[outer]: { code: assemble(`PUSH0 PUSH0 PUSH0 PUSH0 PUSH0 PUSH1 0xc1 GAS CALL PUSH0 SLOAD STOP`) },
	[inner]: { code: assemble("PUSH 5 PUSH 1 SSTORE") },
});

let line = "";
/** @type {import("@evmore/evm").Tracer} */
const tracer = {
	enter: ({ depth, to, gas }) => console.log(`${"  ".repeat(depth - 1)}→ ${to} with ${gas} gas`),
	leave: ({ depth, status, gasUsed }) => console.log(`${"  ".repeat(depth - 1)}← ${status}, ${gasUsed} gas used`),
	// One object serves all steps: what is to be kept has to be copied here.
	step({ pc, opcode, depth, stackHeight }) {
		const name = findOpcode(opcode)?.name ?? "undefined";
		line = `${"  ".repeat(depth)}${String(pc).padStart(3)} ${name.padEnd(6)} ${stackHeight} on the stack`;
	},
	stepEnd: ({ gasCost }) => console.log(`${line}, ${gasCost} gas`),
	stateChange(change) {
		if (change.type === "storage") console.log(`slot ${change.slot}: ${change.before} → ${change.after}`);
	},
};

createEvm({ state }).call({ to: outer, gas: 100_000n, tracer });
