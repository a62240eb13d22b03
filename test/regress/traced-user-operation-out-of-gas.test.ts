import { createEvm, MemoryState, parseAddress } from "@evmore/evm";
import { assemble } from "@evmore/evm/asm";
import { createTracer } from "@evmore/evm/trace";
import { expect, test } from "vitest";

const to = parseAddress(`0x${"aa".repeat(20)}`);
const callee = parseAddress(`0x${"bb".repeat(20)}`);

interface Frame {
	readonly error?: string;
	readonly outOfGas: boolean;
	readonly contractSize: Readonly<Record<string, unknown>>;
	readonly calls?: readonly Frame[];
}

function trace(code: string, codeOfCallee: string): Frame {
	const state = new MemoryState();
	state.setAccount(to, { code: assemble(code) });
	state.setAccount(callee, { code: assemble(codeOfCallee) });
	const tracer = createTracer("erc7562Tracer");
	createEvm({ fork: "Osaka", state }).call({ to, gas: 200_000n, tracer });
	return tracer.result() as unknown as Frame;
}

// go-ethereum 1.17 says so of all that it meets while it charges gas, but not of the transaction's own frame.
test.each([
	[
		"an SSTORE below the sentry",
		`PUSH0 PUSH0 PUSH0 PUSH0 PUSH0 PUSH20 ${callee} PUSH 2305 CALL`,
		"PUSH 1 PUSH 1 SSTORE",
		true,
	],
	[
		"an SSTORE that is not permitted",
		`PUSH0 PUSH0 PUSH0 PUSH0 PUSH20 ${callee} GAS STATICCALL`,
		"PUSH 1 PUSH 1 SSTORE",
		true,
	],
	["a LOG that is not permitted", `PUSH0 PUSH0 PUSH0 PUSH0 PUSH20 ${callee} GAS STATICCALL`, "PUSH0 PUSH0 LOG0", false],
	["no gas at all", `PUSH0 PUSH0 PUSH0 PUSH0 PUSH0 PUSH20 ${callee} PUSH0 CALL`, "PUSH 1 STOP", true],
	["an opcode that does not exist", `PUSH0 PUSH0 PUSH0 PUSH0 PUSH0 PUSH20 ${callee} GAS CALL`, "INVALID", false],
	["code that cannot be paid for", "PUSH 0x615f005ff3 PUSH0 MSTORE PUSH 5 PUSH 27 PUSH0 CREATE", "STOP", true],
])("erc7562Tracer tells whether gas ran out: %s", (_, code, codeOfCallee, outOfGas) => {
	const { calls } = trace(code, codeOfCallee);
	expect(calls).toHaveLength(1);
	expect(calls![0]!.error).toBeDefined();
	expect(calls![0]!.outOfGas).toBe(outOfGas);
});

test("erc7562Tracer does not ask it of the transaction's own frame", () => {
	const { error, outOfGas } = trace("PUSH 0xffffffff MLOAD", "STOP");
	expect(error).toBe("out of gas");
	expect(outOfGas).toBe(false);
});

test("erc7562Tracer lists precompiled contracts among those that were called", () => {
	const { contractSize } = trace("PUSH0 PUSH0 PUSH0 PUSH0 PUSH 4 GAS STATICCALL", "STOP");
	expect(contractSize).toEqual({ [`0x${"4".padStart(40, "0")}`]: { contractSize: 0, opcode: 0xfa } });
});
