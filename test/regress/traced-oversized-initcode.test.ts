import { createEvm, MemoryState, parseAddress } from "@evmore/evm";
import { assemble } from "@evmore/evm/asm";
import { createTracer, JsonTracer } from "@evmore/evm/trace";
import { expect, test } from "vitest";

const to = parseAddress(`0x${"aa".repeat(20)}`);

// It was told as "out of gas" alone.
test.each([
	["CREATE", ""],
	["CREATE2", "PUSH0"],
])("%s with too much initcode, as go-ethereum tells it", (opcode, salt) => {
	const state = new MemoryState();
	state.setAccount(to, { code: assemble(`${salt} PUSH 50000 PUSH0 PUSH0 ${opcode}`) });
	const evm = createEvm({ fork: "Osaka", state });
	const error = "out of gas: max initcode size exceeded: code size 50000 limit 49152";
	const tracer = createTracer("callTracer");
	evm.call({ to, gas: 200_000n, tracer });
	expect(tracer.result()).toMatchObject({ error });
	const lines: string[] = [];
	evm.call({ to, gas: 200_000n, tracer: new JsonTracer({ write: (line) => lines.push(line) }) });
	const step = lines.map((line) => JSON.parse(line) as { opName?: string; error?: string }).at(-2);
	expect(step).toMatchObject({ opName: opcode, error });
});
