import { describeTransaction } from "../block/describe-transaction.js";
import { executeTransaction } from "../block/execute-transaction.js";
import { takeChanges } from "../evm/changes.js";
import { runAsync, type Task } from "../evm/task.js";
import { hashTransaction } from "../tx/encode.js";
import type { JsonValue } from "./json-value.js";
import { ParityCalls, ParityTracer, type ParityTraceType } from "./parity-trace.js";
import { BlockTraceRun, type TracedBlock } from "./trace-block.js";
import { type PreparedCall, prepareCall, type TracedCall } from "./trace-call.js";
import type { TraceLimits } from "./trace-limits.js";
import { closeWorkplace, enterPlace, type TracePlace } from "./trace-place.js";
import { runUntilExact } from "./trace-run.js";
import { findSender, readTransaction, type TracedTransaction } from "./trace-transaction.js";

/** Executes a call, and answers what `trace_call` does. */
export async function traceParityCall(
	place: TracePlace,
	call: TracedCall,
	types: readonly ParityTraceType[],
	limits: TraceLimits = {},
): Promise<JsonValue> {
	const [answer] = await traceParityCalls(place, [{ call, types }], limits);
	return answer!;
}

/** Executes calls, each on what the one before left, and answers what `trace_callMany` does. */
export async function traceParityCalls(
	place: TracePlace,
	calls: readonly { readonly call: TracedCall; readonly types: readonly ParityTraceType[] }[],
	limits: TraceLimits = {},
): Promise<readonly JsonValue[]> {
	const answers: JsonValue[] = [];
	let state = place.state;
	for (const { call, types } of calls) {
		const prepared = prepareCall({ ...place, state }, call);
		answers.push(await runAsync(runCall(prepared, types, limits)));
		const { machine, state: changed } = prepared.workplace;
		changed.applyChanges(takeChanges(machine));
		closeWorkplace(prepared.workplace);
		state = changed;
	}
	return answers;
}

function* runCall(prepared: PreparedCall, types: readonly ParityTraceType[], limits: TraceLimits): Task<JsonValue> {
	const traceable = yield* prepared.describe();
	const create = (startsFresh: boolean): ParityTracer =>
		new ParityTracer(types, { startsFresh, maxBytes: limits.bytes });
	return yield* runUntilExact(prepared.workplace, traceable, create, limits);
}

/** Executes a transaction at a place, and answers what `trace_rawTransaction` does. */
export async function traceParityTransaction(
	place: TracePlace,
	transaction: TracedTransaction,
	types: readonly ParityTraceType[],
	limits: TraceLimits = {},
): Promise<JsonValue> {
	function* run(): Task<JsonValue> {
		const tx = readTransaction(transaction.transaction);
		const from = findSender(tx, transaction.sender, place);
		const workplace = enterPlace(place);
		const { machine } = workplace;
		const { block, chainId } = place;
		const traceable = {
			about: describeTransaction(machine, tx, from, block.coinbase),
			execute: () => executeTransaction(machine, tx, from, { block, chainId, gasAvailable: block.gasLimit }),
		};
		const create = (startsFresh: boolean): ParityTracer =>
			new ParityTracer(types, { startsFresh, maxBytes: limits.bytes });
		const answer = yield* runUntilExact(workplace, traceable, create, limits);
		closeWorkplace(workplace);
		return answer;
	}
	return runAsync(run());
}

/**
 * Executes a block's transactions, and gives what `trace_replayBlockTransactions` lists, one after the other.
 *
 * @param only - place of the one that is wanted, for `trace_replayTransaction`
 */
export async function* replayBlock(
	block: TracedBlock,
	types: readonly ParityTraceType[],
	limits: TraceLimits = {},
	only?: number,
): AsyncGenerator<JsonValue, void> {
	const create = (startsFresh: boolean): ParityTracer =>
		new ParityTracer(types, { startsFresh, maxBytes: limits.bytes });
	for await (const [index, answer] of eachTransaction(block, limits, only, () => create)) {
		const transactionHash = hashTransaction(block.transactions[index]!);
		yield { ...(answer as { [name: string]: JsonValue }), transactionHash };
	}
}

/**
 * The calls of a block's transactions, each with its place, as `trace_block` and `trace_transaction` list them. Rewards for
 * the block, which chains with proof of work have, are listed by `listRewardTraces`.
 *
 * @param only - place of the one transaction that is wanted
 */
export async function* listBlockTraces(
	block: TracedBlock,
	limits: TraceLimits = {},
	only?: number,
): AsyncGenerator<JsonValue, void> {
	const create = (index: number) => (): ParityCalls => {
		const origin = {
			blockHash: block.hash,
			blockNumber: block.header.number,
			transactionHash: hashTransaction(block.transactions[index]!),
			transactionIndex: index,
		};
		return new ParityCalls({ origin, maxBytes: limits.bytes }, true);
	};
	for await (const [, traces] of eachTransaction(block, limits, only, create)) yield* traces as readonly JsonValue[];
}

async function* eachTransaction(
	block: TracedBlock,
	limits: TraceLimits,
	only: number | undefined,
	createFor: (index: number) => (startsFresh: boolean) => ParityTracer | ParityCalls,
): AsyncGenerator<readonly [index: number, answer: JsonValue], void> {
	const run = new BlockTraceRun(block);
	await runAsync(run.begin());
	for (let index = 0; index < block.transactions.length; index++) {
		if (only !== undefined && index > only) break;
		if (only !== undefined && index < only) {
			await runAsync(run.execute(index));
			continue;
		}
		const traceable = await runAsync(run.open(index));
		const answer = await runAsync(runUntilExact(run.workplace, traceable, createFor(index), limits));
		traceable.close();
		yield [index, answer];
	}
	run.close();
}
