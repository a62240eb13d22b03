import { createEvm, MemoryState, parseAddress } from "@evmore/evm";
import { assemble } from "@evmore/evm/asm";
import { createTracer } from "@evmore/evm/trace";
import { expect, test } from "vitest";

const to = parseAddress(`0x${"aa".repeat(20)}`);

// An empty text was written, a byte order mark taken off, and bytes that are no UTF-8 became fewer signs than in go-ethereum.
test.each([
	["", undefined],
	["68c3a9f09f9880", "hé😀"],
	["efbbbf6869", "\ufeffhi"],
	["61efbbbf", "a\ufeff"],
	["61e28262", "a\ufffd\ufffdb"],
	["f09f98", "\ufffd\ufffd\ufffd"],
	["c0af", "\ufffd\ufffd"],
	["e08080", "\ufffd\ufffd\ufffd"],
	["eda080", "\ufffd\ufffd\ufffd"],
	["f0808080", "\ufffd\ufffd\ufffd\ufffd"],
	["f48fbfbf", "\u{10ffff}"],
	["f4908080", "\ufffd\ufffd\ufffd\ufffd"],
	["efbfbdff41", "\ufffd\ufffdA"],
])("callTracer tells the text of a revert as go-ethereum reads it: %s", (text, reason) => {
	const state = new MemoryState();
	const head = `PUSH4 0x08c379a0 PUSH 224 SHL PUSH0 MSTORE PUSH 32 PUSH 4 MSTORE PUSH ${text.length / 2} PUSH 36 MSTORE`;
	const code = `${head} PUSH32 0x${text.padEnd(64, "0")} PUSH 68 MSTORE PUSH 100 PUSH0 REVERT`;
	state.setAccount(to, { code: assemble(code) });
	const tracer = createTracer("callTracer");
	createEvm({ fork: "Osaka", state }).call({ to, tracer });
	const result = tracer.result() as { error: string; revertReason?: string };
	expect(result.error).toBe("execution reverted");
	expect(Object.hasOwn(result, "revertReason")).toBe(reason !== undefined);
	expect(result.revertReason).toBe(reason);
});
