import { createEvm, MemoryState, parseAddress } from "@evmore/evm";
import { assemble } from "@evmore/evm/asm";
import { JsonTracer } from "@evmore/evm/trace";
import { expect, test } from "vitest";

// A creation with empty initcode was traced as if it had a STOP, which go-ethereum has not: it runs no code where there is none.
test.each(["CREATE", "CREATE2"])("%s with empty initcode is entered and left without a step", (opcode) => {
	const lines: string[] = [];
	const state = new MemoryState();
	const to = parseAddress(`0x${"aa".repeat(20)}`);
	state.setAccount(to, { code: assemble(`PUSH1 0 PUSH1 0 PUSH1 0 PUSH1 0 ${opcode} STOP`) });
	const evm = createEvm({ fork: "Osaka", state });
	const result = evm.call({ to, gas: 100_000n, tracer: new JsonTracer({ write: (line) => lines.push(line) }) });
	expect(result.status).toBe("success");
	expect(lines.map((line) => JSON.parse(line).opName ?? "end")).toEqual([
		...["PUSH1", "PUSH1", "PUSH1", "PUSH1", opcode],
		"end",
		"STOP",
		"end",
	]);
});
