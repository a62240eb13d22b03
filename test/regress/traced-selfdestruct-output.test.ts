import { createEvm, MemoryState, parseAddress } from "@evmore/evm";
import { assemble } from "@evmore/evm/asm";
import { createTracer } from "@evmore/evm/trace";
import { expect, test } from "vitest";

// callTracer showed the output of the call before a SELFDESTRUCT as that of the SELFDESTRUCT, which has none.
test("a SELFDESTRUCT after a call has no output", () => {
	const state = new MemoryState();
	const to = parseAddress(`0x${"aa".repeat(20)}`);
	const other = parseAddress(`0x${"bb".repeat(20)}`);
	state.setAccount(other, { code: assemble("PUSH1 32 PUSH1 0 RETURN") });
	const call = `PUSH1 0 PUSH1 0 PUSH1 0 PUSH1 0 PUSH1 0 PUSH20 ${other} GAS CALL`;
	state.setAccount(to, { code: assemble(`${call} PUSH1 0xcc SELFDESTRUCT`) });
	const tracer = createTracer("callTracer", {});
	expect(createEvm({ fork: "Osaka", state }).call({ to, gas: 100_000n, tracer }).status).toBe("success");
	expect(tracer.result()).toMatchObject({
		calls: [{ type: "CALL", output: `0x${"00".repeat(32)}` }, { type: "SELFDESTRUCT" }],
	});
	expect((tracer.result() as { calls: object[] }).calls[1]).not.toHaveProperty("output");
});
