import { describe, expect, test } from "vitest";
import { Anvil } from "./anvil.js";
import { findTraceDifference } from "./compare-struct-logs.js";
import { describeProgram, generateProgram } from "./program.js";
import { type StructLogs, type TracePair, traceProgram } from "./struct-logs-anvil.js";

// Struct logs of random transactions, ours and anvil's, line by line. `npm run fuzz:anvil` compares 1,000 of them.

const seed = process.env.EVMORE_ANVIL_SEED ?? "anvil";
const transactions = Number(process.env.EVMORE_ANVIL_TRANSACTIONS ?? 50);
const forks = ["london", "shanghai", "cancun", "prague", "osaka"];
const perFork = Math.ceil(transactions / forks.length);

describe("struct logs of random transactions are anvil's", () => {
	test.each(forks)(
		"%s",
		async (fork) => {
			const anvil = await Anvil.start(fork);
			let steps = 0;
			try {
				for (let index = 0; index < perFork; index++) {
					const program = generateProgram(`${seed}-${fork}`, index, fork);
					const pair = await traceProgram(anvil, program);
					steps += pair.ours.structLogs.length;
					const difference = findTraceDifference(pair);
					expect(difference === undefined ? "" : `${difference}\n${program.id}\n${describeProgram(program)}`).toBe("");
				}
			} finally {
				anvil.stop();
			}
			// Most programs do something.
			expect(steps).toBeGreaterThan(perFork * 10);
			console.log(`${fork}: ${perFork} transactions, ${steps} steps`);
		},
		30_000 + perFork * 5000,
	);
});

describe("the comparison", () => {
	const log = { pc: 0, op: "SLOAD", gas: 100, gasCost: 50, depth: 1, stack: ["0x1"] };
	const trace = (...structLogs: StructLogs["structLogs"]): StructLogs => ({
		gas: 21000,
		failed: false,
		returnValue: "0x",
		structLogs,
	});
	const compare = (ours: StructLogs, theirs: StructLogs): string | undefined =>
		findTraceDifference({ ours, theirs, isEmptyCreation: false } satisfies TracePair);

	test.each([
		["another stack", { ...log, stack: ["0x2"] }],
		["another cost", { ...log, gasCost: 51 }],
		["another slot", { ...log, storage: { "0x0": "0x1" } }],
		["memory", { ...log, memory: ["0x00"] }],
		["a refund", { ...log, refund: 1 }],
		["another opcode", { ...log, op: "MLOAD" }],
	])("sees %s", (_, other) => {
		expect(compare(trace(log), trace(other))).toBeDefined();
	});

	test("sees a missing line, and another outcome", () => {
		expect(compare(trace(log), trace())).toBeDefined();
		expect(compare(trace(), trace(log))).toBeDefined();
		expect(compare(trace(log), { ...trace(log), failed: true })).toBeDefined();
		expect(compare(trace({ ...log, error: "out of gas" }), trace(log))).toBeDefined();
	});

	test("does not mind what is normalised", () => {
		expect(compare(trace(log), trace({ ...log, refund: 0, memory: [], returnData: "0x" }))).toBeUndefined();
		expect(
			compare(
				trace({ ...log, op: "opcode 0xc not defined" }),
				trace({ ...log, op: "Unknown", error: "x", gasCost: 0 }),
			),
		).toBeUndefined();
		const create = { ...log, op: "CREATE", gas: 10_000, gasCost: 3600 };
		expect(compare(trace(create), trace({ ...create, gasCost: 9900 }))).toBeUndefined();
		expect(compare(trace(create), trace({ ...create, gasCost: 9901 }))).toBeDefined();
	});

	test("passes over the STOP of a creation without initcode, and over no other", () => {
		const create = (size: string): typeof log => ({ ...log, op: "CREATE2", stack: ["0x7", size, "0x20", "0x0"] });
		const stop = { ...log, op: "STOP", depth: 2, stack: [] };
		expect(compare(trace(create("0x0"), log), trace(create("0x0"), stop, log))).toBeUndefined();
		expect(compare(trace(create("0x1"), log), trace(create("0x1"), stop, log))).toBeDefined();
		expect(compare(trace(create("0x0"), log), trace(create("0x0"), { ...stop, pc: 1 }, log))).toBeDefined();
		expect(compare(trace(create("0x0"), log), trace(create("0x0"), { ...stop, depth: 1 }, log))).toBeDefined();
		const outer = { ...stop, depth: 1 };
		expect(compare(trace(), trace(outer))).toBeDefined();
		expect(findTraceDifference({ ours: trace(), theirs: trace(outer), isEmptyCreation: true })).toBeUndefined();
		expect(findTraceDifference({ ours: trace(outer), theirs: trace(outer), isEmptyCreation: true })).toBeDefined();
	});
});
