import { createEvm, MemoryState, parseAddress } from "@evmore/evm";
import { assemble } from "@evmore/evm/asm";
import { createTracer } from "@evmore/evm/trace";
import { expect, test } from "vitest";

const to = parseAddress(`0x${"aa".repeat(20)}`);
const logger = parseAddress(`0x${"bb".repeat(20)}`);
const failing = parseAddress(`0x${"cc".repeat(20)}`);

const log = "PUSH0 PUSH0 LOG0";
const callOf = (address: string) => `PUSH0 PUSH0 PUSH0 PUSH0 PUSH0 PUSH20 ${address} GAS CALL POP`;

// The logs of calls that are not shown were not counted.
test("callTracer with onlyTopCall numbers logs as they stand among those of all calls that did not fail", () => {
	const state = new MemoryState();
	state.setAccount(to, { code: assemble(`${log} ${callOf(logger)} ${log} ${callOf(failing)} ${log}`) });
	state.setAccount(logger, { code: assemble(log) });
	state.setAccount(failing, { code: assemble(`${log} ${callOf(logger)} PUSH0 PUSH0 REVERT`) });
	const tracer = createTracer("callTracer", { onlyTopCall: true, withLog: true });
	createEvm({ fork: "Osaka", state }).call({ to, tracer });
	const { logs, calls } = tracer.result() as { logs: { index: string; position: string }[]; calls?: unknown };
	expect(calls).toBeUndefined();
	expect(logs.map(({ index, position }) => [index, position])).toEqual([
		["0x0", "0x0"],
		["0x2", "0x0"],
		["0x3", "0x0"],
	]);
});
