import { describe, expect, test } from "vitest";
import { assemble } from "../asm/assembler.js";
import { emptyBlock } from "../evm/block-environment.js";
import { resolveSpec } from "../spec/spec.js";
import { MemoryState } from "../state/memory-state.js";
import { streamCallTrace, type TracedCall, traceCall } from "./trace-call.js";
import type { TracePlace } from "./trace-place.js";
import {
	InvalidTraceConfigError,
	TraceLimitError,
	UnknownTracerError,
	UntraceableTransactionError,
} from "./tracer-error.js";

const from = "0x00000000000000000000000000000000000000ca";
const to = "0x00000000000000000000000000000000000000aa";
const block = { ...emptyBlock, number: 5n, gasLimit: 30_000_000n, baseFee: 7n };

function placeOf(code: string): TracePlace {
	const state = new MemoryState({ [from]: { balance: 1000n, code: assemble("STOP") }, [to]: { code: assemble(code) } });
	return { spec: resolveSpec("Prague"), state, block, chainId: 1n };
}

/** Counts down from n: seven steps each time, and two more. */
const countdown = (n: number): string => `PUSH ${n} again: PUSH 1 SWAP1 SUB DUP1 PUSH @again JUMPI`;

describe("struct logs", () => {
	test("are what go-ethereum gives", async () => {
		const code = "PUSH 7 PUSH 1 SSTORE PUSH 1 SLOAD PUSH 0 MSTORE PUSH 32 PUSH 0 RETURN";
		const result = await traceCall(placeOf(code), { from, to }, { config: { enableMemory: true } });
		const slot = `0x${"1".padStart(64, "0")}`;
		const value = `0x${"7".padStart(64, "0")}`;
		expect(result).toEqual({
			gas: 43224,
			failed: false,
			returnValue: value,
			structLogs: [
				{ pc: 0, op: "PUSH1", gas: 29979000, gasCost: 3, depth: 1, stack: [] },
				{ pc: 2, op: "PUSH1", gas: 29978997, gasCost: 3, depth: 1, stack: ["0x7"] },
				{
					pc: 4,
					op: "SSTORE",
					gas: 29978994,
					gasCost: 22100,
					depth: 1,
					stack: ["0x7", "0x1"],
					storage: { [slot]: value },
				},
				{ pc: 5, op: "PUSH1", gas: 29956894, gasCost: 3, depth: 1, stack: [] },
				{ pc: 7, op: "SLOAD", gas: 29956891, gasCost: 100, depth: 1, stack: ["0x1"], storage: { [slot]: value } },
				{ pc: 8, op: "PUSH1", gas: 29956791, gasCost: 3, depth: 1, stack: ["0x7"] },
				{ pc: 10, op: "MSTORE", gas: 29956788, gasCost: 6, depth: 1, stack: ["0x7", "0x0"] },
				{ pc: 11, op: "PUSH1", gas: 29956782, gasCost: 3, depth: 1, stack: [], memory: [value] },
				{ pc: 13, op: "PUSH1", gas: 29956779, gasCost: 3, depth: 1, stack: ["0x20"], memory: [value] },
				{ pc: 15, op: "RETURN", gas: 29956776, gasCost: 0, depth: 1, stack: ["0x20", "0x0"], memory: [value] },
			],
		});
	});

	test("leave out what is not wanted, and stop at the limit", async () => {
		const config = { disableStack: true, disableStorage: true };
		const result = (await traceCall(placeOf("PUSH 1 SLOAD"), { from, to }, { config })) as { structLogs: object[] };
		for (const log of result.structLogs) expect(Object.keys(log)).toEqual(["pc", "op", "gas", "gasCost", "depth"]);
		const limited = await traceCall(placeOf(countdown(100)), { from, to }, { config: { limit: 1000 } });
		const { structLogs } = limited as { structLogs: object[] };
		expect(structLogs.length).toBeGreaterThan(8);
		expect(structLogs.length).toBeLessThan(16);
		expect(limited).toMatchObject({ failed: false });
	});
});

describe("calls", () => {
	test("are executed whoever sends them, and pay for their gas when they have a price", async () => {
		// The sender has code: no transaction could come from it.
		const free = await traceCall(placeOf("BASEFEE PUSH 0 MSTORE PUSH 32 PUSH 0 RETURN"), { from, to });
		expect(free).toMatchObject({ returnValue: `0x${"00".repeat(32)}` });
		await expect(traceCall(placeOf("STOP"), { from, to, gasPrice: 7n, gas: 30_000n })).rejects.toThrow(
			UntraceableTransactionError,
		);
		await expect(traceCall(placeOf("STOP"), { from, to, value: 1001n })).rejects.toThrow("INSUFFICIENT_ACCOUNT_FUNDS");
		await expect(traceCall(placeOf("STOP"), { from, to, gas: 20_999n })).rejects.toThrow("INTRINSIC_GAS_TOO_LOW");
	});

	test("create contracts", async () => {
		const data = assemble("PUSH 1 PUSH 0 RETURN");
		const result = await traceCall(placeOf("STOP"), { from, data }, { config: { tracer: "callTracer" } });
		expect(result).toMatchObject({ type: "CREATE", output: "0x00", gasUsed: "0xd01f" });
	});
});

describe("a configuration that is none is refused", () => {
	test.each([
		[{ tracer: "{ step() {} }" }, UnknownTracerError],
		[{ tracer: 5 }, InvalidTraceConfigError],
		[{ enableMemory: 1 }, InvalidTraceConfigError],
		[{ limit: -1 }, InvalidTraceConfigError],
		[{ timeout: "soon" }, InvalidTraceConfigError],
		[{ enablememory: true }, InvalidTraceConfigError],
		["callTracer", InvalidTraceConfigError],
	])("%j", async (config, error) => {
		await expect(traceCall(placeOf("STOP"), { from, to }, { config })).rejects.toThrow(error);
	});
});

describe("limits", () => {
	const call: TracedCall = { from, to };
	test.each([
		["steps", { steps: 701 }],
		["bytes", { bytes: 10_000 }],
		["time", { timeoutMs: 0 }],
	])("on %s end a trace", async (limit, limits) => {
		const trace = traceCall(placeOf(countdown(100)), call, { limits });
		await expect(trace).rejects.toThrow(TraceLimitError);
		await expect(trace).rejects.toThrow(expect.objectContaining({ limit }));
	});

	test("that are not met change nothing", async () => {
		const limits = { steps: 702, bytes: 100_000, timeoutMs: 60_000 };
		const limited = await traceCall(placeOf(countdown(100)), call, { limits });
		expect(limited).toEqual(await traceCall(placeOf(countdown(100)), call));
	});

	test("a timeout may be part of the configuration", async () => {
		const settings = { config: { timeout: "0s", tracer: "callTracer" } };
		await expect(traceCall(placeOf("STOP"), call, settings)).rejects.toThrow(TraceLimitError);
	});
});

describe("a stream", () => {
	const long = placeOf(countdown(20_000));

	test("is the trace in pieces, however slowly it is read", async () => {
		let text = "";
		let pieces = 0;
		for await (const piece of streamCallTrace(long, { from, to })) {
			text += piece;
			if (++pieces % 50 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
		}
		expect(pieces).toBeGreaterThan(100);
		expect(JSON.parse(text)).toEqual(await traceCall(long, { from, to }));
	});

	test("waits for its reader between two instructions", async () => {
		let steps = 0;
		const state = new MemoryState({ [to]: { code: assemble(countdown(20_000)) } });
		const stream = streamCallTrace({ ...long, state }, { from, to }, { limits: { steps: 1_000_000 } });
		const sizes: number[] = [];
		const first = await stream.next();
		expect(first.done).toBe(false);
		// Nothing is made while nobody reads: a timer that fires ten times sees no more than the next piece.
		for (let i = 0; i < 10; i++) await new Promise((resolve) => setTimeout(resolve, 1));
		for await (const piece of stream) {
			sizes.push(piece.length);
			steps += piece.split('"pc"').length - 1;
			if (sizes.length === 3) break;
		}
		expect(sizes.every((size) => size < 70_000)).toBe(true);
		expect(steps).toBeLessThan(3000);
	});

	test("that nobody reads any more stops the execution", async () => {
		const endless = placeOf("again: PUSH @again JUMP");
		const started = performance.now();
		for await (const piece of streamCallTrace(endless, { from, to })) {
			expect(piece.startsWith('{"structLogs":[')).toBe(true);
			break;
		}
		expect(performance.now() - started).toBeLessThan(5000);
	});

	test("ends with the error that the trace ended with", async () => {
		const read = async (): Promise<void> => {
			for await (const piece of streamCallTrace(long, { from, to }, { limits: { steps: 5000 } })) {
				expect(piece).not.toBe("");
			}
		};
		await expect(read()).rejects.toThrow(TraceLimitError);
	});
});
