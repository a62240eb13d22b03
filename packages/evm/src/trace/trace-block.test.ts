import { describe, expect, test } from "vitest";
import { assemble } from "../asm/assembler.js";
import { mainnet } from "../spec/chains/index.js";
import { MemoryState } from "../state/memory-state.js";
import { hashTransaction } from "../tx/encode.js";
import { signTransaction } from "../tx/sign.js";
import type { Transaction } from "../tx/transaction.js";
import { ParityTracer, parseParityTypes } from "./parity-trace.js";
import { streamBlockTrace, type TracedBlock, traceBlock, traceBlockTransaction } from "./trace-block.js";
import { filterTraces } from "./trace-filter.js";
import { listBlockTraces, replayBlock } from "./trace-parity.js";
import { InvalidTraceConfigError, UntraceableTransactionError } from "./tracer-error.js";

const sender = "0x00000000000000000000000000000000000000ca";
const counter = "0x00000000000000000000000000000000000000aa";
const caller = "0x00000000000000000000000000000000000000bb";
const coinbase = "0x00000000000000000000000000000000000000cc";

/** Adds one to slot 0, and logs it. */
const count = "PUSH 0 SLOAD PUSH 1 ADD DUP1 PUSH 0 SSTORE PUSH 0 MSTORE PUSH 32 PUSH 0 LOG0";

/** @param to - null: a contract is created */
function transaction(
	nonce: bigint,
	to: `0x${string}` | null = counter,
	data: Uint8Array = new Uint8Array(0),
): Transaction {
	const unsigned: Transaction = {
		type: 0,
		nonce,
		gasPrice: 10n ** 10n,
		gasLimit: 100_000n,
		to: to ?? undefined,
		value: 0n,
		data,
		chainId: 1n,
		signature: undefined,
	};
	return signTransaction(unsigned, new Uint8Array(32).fill(7));
}

function blockOf(...transactions: Transaction[]): TracedBlock {
	const state = new MemoryState({
		[sender]: { balance: 10n ** 18n },
		[counter]: { code: assemble(count), storage: [[0n, 5n]] },
		[caller]: { code: assemble(`PUSH 0 PUSH 0 PUSH 0 PUSH 0 PUSH 0 PUSH ${counter} GAS CALL`), nonce: 1n },
	});
	const header = {
		parentHash: `0x${"11".repeat(32)}`,
		coinbase,
		difficulty: 0n,
		number: 19_500_000n,
		gasLimit: 30_000_000n,
		timestamp: 1_710_400_000n,
		mixHash: `0x${"22".repeat(32)}`,
		baseFee: 10n ** 9n,
		excessBlobGas: 0n,
		parentBeaconBlockRoot: `0x${"33".repeat(32)}`,
	} as const;
	const senders = transactions.map(() => sender as `0x${string}`);
	return { network: mainnet, header, hash: `0x${"44".repeat(32)}`, transactions, senders, state };
}

const slot0 = `0x${"0".repeat(64)}`;
const word = (value: number): string => `0x${value.toString(16).padStart(64, "0")}`;

describe("traceBlock", () => {
	const block = blockOf(transaction(0n), transaction(1n, caller), transaction(2n));

	test("executes each transaction on what the one before left", async () => {
		const traces = await traceBlock(block, { config: { tracer: "prestateTracer", tracerConfig: { diffMode: true } } });
		const changed = (index: number): unknown => {
			const { pre, post } = (traces as { result: Record<string, Record<string, { storage: object }>> }[])[index]!
				.result;
			return [pre![counter]!.storage, post![counter]!.storage];
		};
		for (const index of [0, 1, 2])
			expect(changed(index)).toEqual([{ [slot0]: word(5 + index) }, { [slot0]: word(6 + index) }]);
		expect((traces as { txHash: string }[]).map(({ txHash }) => txHash)).toEqual(
			block.transactions.map(hashTransaction),
		);
	});

	test("numbers logs through the block", async () => {
		const traces = await traceBlock(block, { config: { tracer: "callTracer", tracerConfig: { withLog: true } } });
		expect(traces).toMatchObject([
			{ result: { logs: [{ index: "0x0" }] } },
			{ result: { calls: [{ logs: [{ index: "0x1" }] }] } },
			{ result: { logs: [{ index: "0x2", data: word(8) }] } },
		]);
	});

	test("of one transaction is what it is in the block", async () => {
		for (const config of [{}, { tracer: "callTracer" }, { tracer: "prestateTracer" }, { tracer: "flatCallTracer" }]) {
			const traces = (await traceBlock(block, { config })) as { result: unknown }[];
			for (const index of [0, 1, 2]) {
				expect(await traceBlockTransaction(block, index, { config })).toEqual(traces[index]!.result);
			}
			expect(await traceBlock(block, { config, only: 1 })).toEqual([traces[1]]);
		}
	});

	test("is the same as a stream", async () => {
		let text = "";
		for await (const piece of streamBlockTrace(block)) text += piece;
		expect(JSON.parse(text)).toEqual(await traceBlock(block));
		expect(JSON.parse(text)).toHaveLength(3);
	});

	test("of no transactions is empty", async () => {
		expect(await traceBlock(blockOf())).toEqual([]);
	});

	test("refuses what cannot be executed", async () => {
		await expect(traceBlock(blockOf(transaction(5n)))).rejects.toThrow(UntraceableTransactionError);
		await expect(traceBlock(blockOf(transaction(5n)))).rejects.toThrow("NONCE_MISMATCH_TOO_HIGH");
		await expect(traceBlockTransaction(block, 3)).rejects.toThrow("no transaction 3");
	});
});

describe("Parity's traces", () => {
	const block = blockOf(
		transaction(0n),
		transaction(1n, caller),
		transaction(2n, null, assemble("PUSH 1 PUSH 0 RETURN")),
	);

	test("of a block are the calls in a row, each with its place", async () => {
		const traces = [];
		for await (const trace of listBlockTraces(block)) traces.push(trace);
		expect(traces).toMatchObject([
			{ type: "call", action: { from: sender, to: counter, gas: "0x13498" }, transactionPosition: 0, traceAddress: [] },
			{ type: "call", action: { from: sender, to: caller }, transactionPosition: 1, subtraces: 1 },
			{ type: "call", action: { from: caller, to: counter }, transactionPosition: 1, traceAddress: [0] },
			{ type: "create", result: { code: "0x00" }, transactionPosition: 2 },
		]);
		for (const trace of traces) expect(trace).toMatchObject({ blockHash: block.hash, blockNumber: 19_500_000 });
		const first = [];
		for await (const trace of listBlockTraces(block, {}, 1)) first.push(trace);
		expect(first).toEqual(traces.slice(1, 3));
		expect([...filterTraces(traces, { fromAddress: [caller.toUpperCase().replace("0X", "0x")] })]).toEqual([traces[2]]);
		expect([...filterTraces(traces, { toAddress: [counter], after: 1 })]).toEqual([traces[2]]);
		expect([...filterTraces(traces, { count: 2 })]).toEqual(traces.slice(0, 2));
		const created = (traces[3] as { result: { address: string } }).result.address;
		expect([...filterTraces(traces, { toAddress: [created] })]).toEqual([traces[3]]);
	});

	test("replayed tell of calls, state and machine", async () => {
		const answers = [];
		for await (const answer of replayBlock(block, ["trace", "stateDiff", "vmTrace"])) answers.push(answer);
		expect(answers.map((answer) => (answer as { transactionHash: string }).transactionHash)).toEqual(
			block.transactions.map(hashTransaction),
		);
		expect(answers[1]).toMatchObject({
			output: "0x",
			trace: [{ subtraces: 1 }, { traceAddress: [0] }],
			stateDiff: {
				[sender]: { nonce: { "*": { from: "0x1", to: "0x2" } }, code: "=", storage: {} },
				[counter]: { balance: "=", storage: { [slot0]: { "*": { from: word(6), to: word(7) } } } },
			},
		});
		const { vmTrace } = answers[1] as unknown as { vmTrace: { ops: { op: string; sub: { ops: object[] } }[] } };
		const call = vmTrace.ops.find(({ op }) => op === "CALL")!;
		expect(call).toMatchObject({ ex: { push: ["0x1"], mem: null } });
		expect(call.sub.ops).toMatchObject([
			{ op: "PUSH1", ex: { push: ["0x0"] } },
			{ op: "SLOAD", cost: 2100, ex: { push: ["0x6"] } },
			{ op: "PUSH1" },
			{ op: "ADD", ex: { push: ["0x7"] } },
			{ op: "DUP1", ex: { push: ["0x7", "0x7"] } },
			{ op: "PUSH1" },
			{ op: "SSTORE", ex: { store: { key: "0x0", val: "0x7" } } },
			{ op: "PUSH1" },
			{ op: "MSTORE", ex: { mem: { off: 0, data: word(7) } } },
			{ op: "PUSH1" },
			{ op: "PUSH1" },
			{ op: "LOG0" },
			{ op: "STOP", ex: { push: [], mem: null, store: null } },
		]);
		const created = (answers[2] as { stateDiff: Record<string, { code: object }> }).stateDiff;
		expect(Object.values(created).map(({ code }) => code)).toContainEqual({ "+": "0x00" });
	});

	test("are null where they were not asked for", async () => {
		for await (const answer of replayBlock(block, ["trace"]))
			expect(answer).toMatchObject({ stateDiff: null, vmTrace: null });
		for await (const answer of replayBlock(block, [])) expect(answer).toMatchObject({ trace: [] });
	});

	test("have three types", () => {
		expect(parseParityTypes(["vmTrace"])).toEqual(["vmTrace"]);
		for (const wrong of [undefined, "trace", ["Trace"], [5]]) {
			expect(() => parseParityTypes(wrong)).toThrow(InvalidTraceConfigError);
		}
		expect(new ParityTracer([], {}).needsSteps).toBe(false);
	});
});
