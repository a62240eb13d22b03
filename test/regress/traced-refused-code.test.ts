import { createEvm, MemoryState, parseAddress } from "@evmore/evm";
import { assemble } from "@evmore/evm/asm";
import { createTracer, JsonTracer } from "@evmore/evm/trace";
import { describe, expect, test } from "vitest";

const to = parseAddress(`0x${"aa".repeat(20)}`);

/** A contract that creates another with this initcode, and returns the size of the return data. */
function createWith(initcode: Uint8Array): Uint8Array {
	const word = Buffer.from(initcode).toString("hex").padEnd(64, "0");
	const creation = `PUSH32 0x${word} PUSH0 MSTORE PUSH1 ${initcode.length} PUSH0 PUSH0 CREATE`;
	return assemble(`${creation} POP RETURNDATASIZE PUSH0 MSTORE PUSH1 32 PUSH0 RETURN`);
}

const begins = assemble("PUSH1 0xef PUSH0 MSTORE8 PUSH1 1 PUSH0 RETURN");
const tooLarge = assemble("PUSH2 0x6001 PUSH0 RETURN");

// The trace of a creation whose code was refused showed no output; go-ethereum shows the code.
describe.each(["interpreter", "compiler"] as const)("traces show the code that was refused: %s", (engine) => {
	const cases: readonly (readonly [string, Uint8Array, bigint, string, string])[] = [
		["begins with 0xef", begins, 10_000_000n, "ef", "invalid code: must not begin with 0xef"],
		["0xef counts more than what it costs", begins, 32_200n, "ef", "invalid code: must not begin with 0xef"],
		["too large", tooLarge, 10_000_000n, "00".repeat(24_577), "max code size exceeded"],
		["cannot be paid for", tooLarge, 100_000n, "00".repeat(24_577), "contract creation code storage out of gas"],
	];
	test.each(cases)("%s", (_, initcode, gas, output, error) => {
		const lines: string[] = [];
		const tracer = new JsonTracer({ write: (line) => lines.push(line) });
		const state = new MemoryState();
		state.setAccount(to, { code: createWith(initcode) });
		const evm = createEvm({ fork: "Osaka", state, engine });
		const traced = evm.call({ to, gas, tracer });
		const end = lines.map((line) => JSON.parse(line) as object).find((line) => "output" in line);
		expect(end).toMatchObject({ output, error });
		// What the creator sees does not depend on who watches.
		expect(Buffer.from(traced.output).toString("hex")).toBe("00".repeat(traced.output.length));
		const { status, gasUsed } = createEvm({ fork: "Osaka", state, engine }).call({ to, gas });
		expect({ status, gasUsed }).toEqual({ status: traced.status, gasUsed: traced.gasUsed });
	});
});

test("callTracer shows none, as before", () => {
	const state = new MemoryState();
	state.setAccount(to, { code: createWith(begins) });
	const tracer = createTracer("callTracer", {});
	createEvm({ fork: "Osaka", state }).call({ to, gas: 1_000_000n, tracer });
	expect((tracer.result() as { calls: object[] }).calls[0]).not.toHaveProperty("output");
});
