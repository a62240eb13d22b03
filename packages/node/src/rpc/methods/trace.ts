import {
	filterTraces,
	type JsonValue,
	type ParityTraceType,
	parseParityTypes,
	replayBlock,
	traceParityCalls,
	traceParityTransaction,
} from "@evmore/evm/trace";
import { decodeTransaction } from "@evmore/evm/tx";
import type { StoredBlock } from "../../database/database.js";
import { invalidParameters, RpcError } from "../../errors/rpc-error.js";
import { OpcodeGasTracer } from "../../execution/opcode-gas.js";
import { replayBlock as replayStored, requireParent } from "../../execution/replay-block.js";
import type { RemoteNode } from "../../fork/remote-node.js";
import type { BlockName, DevNode } from "../../node/dev-node.js";
import { blockName, blockNumber } from "../block-name.js";
import {
	address,
	bytes,
	type Codec,
	codec,
	fieldsOf,
	hash,
	invalid,
	list,
	looseInteger,
	object,
	optional,
} from "../codec.js";
import { method, type RpcMethod } from "../method.js";
import { blockTracesOf, callTracesOf } from "../parity-traces.js";
import { collect, streamList } from "../stream-list.js";
import { requireTransaction, tracedBlockOf, traceLimits } from "../traced-block.js";
import { callRequest, toQuantity } from "../transaction-codec.js";
import { toTracedCall } from "./debug-trace.js";
import { callGasOf, prepareCall } from "./eth-call.js";
import { requireBlock } from "./eth-state.js";

/** Blocks that one filter may go through. */
const maxFilteredBlocks = 10_000n;

const types: Codec<readonly ParityTraceType[]> = codec((value) => parseParityTypes(value));

const callWithTypes = codec((value, place) => {
	if (!Array.isArray(value) || value.length !== 2) return invalid(place, "not a pair of a call and trace types");
	const [call, wanted] = value as unknown[];
	return { request: callRequest.decode(call, `${place}[0]`), types: types.decode(wanted, `${place}[1]`) };
});

const filterFields = fieldsOf({
	fromBlock: blockNumber,
	toBlock: blockNumber,
	fromAddress: list(address, 1000),
	toAddress: list(address, 1000),
	after: looseInteger,
	count: looseInteger,
});

/** More traces than there ever are. */
const maxTraces = Number.MAX_SAFE_INTEGER;

/** Blocks to go through, and which of the traces found are wanted. */
interface TraceRange {
	readonly from: bigint;
	readonly to: bigint;
	/** Traces that are left out at the beginning. */
	readonly skip: number;
	readonly most: number;
}

type TraceFilter = Parameters<typeof filterTraces>[1];

async function* filteredTraces(node: DevNode, range: TraceRange, filter: TraceFilter): AsyncGenerator<JsonValue, void> {
	const { skip, most } = range;
	if (most === 0) return;
	let found = 0;
	for await (const trace of matchingTraces(node, range, filter)) {
		if (++found > skip) yield trace;
		if (found >= skip + most) return;
	}
}

async function* matchingTraces(node: DevNode, range: TraceRange, filter: TraceFilter): AsyncGenerator<JsonValue, void> {
	const { remote } = node;
	let first = range.from;
	if (remote !== undefined && first <= remote.number) {
		yield* await getRemoteTraces(remote, range, filter);
		first = remote.number + 1n;
	}
	for (let number = first; number <= range.to; number++) {
		const block = node.chain.blockAt(number);
		// The chain may have become shorter while somebody read.
		if (block === undefined) return;
		yield* filterTraces(await collect(blockTracesOf(node, block)), filter);
	}
}

/** Traces of blocks that this node has not, those to leave out among them. */
async function getRemoteTraces(
	remote: RemoteNode,
	{ from, to, skip, most }: TraceRange,
	filter: TraceFilter,
): Promise<JsonValue[]> {
	const wanted = {
		fromBlock: toQuantity(from),
		toBlock: toQuantity(to < remote.number ? to : remote.number),
		...filter,
		...(most < maxTraces && { count: skip + most }),
	};
	const answer = await remote.request("trace_filter", [wanted]);
	return list(object, maxTraces).decode(answer, "answer of the remote node") as JsonValue[];
}

/** The number of a block that is there, here or at the remote node. */
async function requireNumber(node: DevNode, name: Exclude<BlockName, object>): Promise<bigint> {
	const { remote } = node;
	if (remote !== undefined && name === "earliest") return 0n;
	if (remote !== undefined && typeof name === "bigint" && name <= remote.number) return name;
	return (await requireBlock(node, name)).stored.block.header.number;
}

/** Counts the instructions of a block's transactions. */
async function opcodeGasOf(node: DevNode, stored: StoredBlock, only?: number): Promise<readonly object[]> {
	if (stored.hashes.length === 0) return [];
	const tracers = stored.hashes.map(() => new OpcodeGasTracer());
	const state = node.chain.draft(requireParent(node.chain, stored));
	await node.machines.lend(node.chain.specOf(stored), state, (machine) =>
		replayStored(node.chain, stored, machine, {
			state,
			tracerOf: (index) => (only === undefined || index === only ? tracers[index] : undefined),
		}),
	);
	return tracers.map((tracer, index) => ({ transactionHash: stored.hashes[index], opcodeGas: tracer.result() }));
}

export const parityMethods: readonly RpcMethod[] = [
	method("trace_transaction", [hash], ({ node }, of) => {
		const place = node.chain.transactionPlace(of);
		return place === undefined ? null : streamList(() => callTracesOf(node, place.block, place.index));
	}),
	method("trace_get", [hash, list(looseInteger, 1024)], async ({ node }, of, indices) => {
		const place = node.chain.transactionPlace(of);
		if (place === undefined || indices.length !== 1) return null;
		// Counted among all calls of the transaction but the first, which is the transaction.
		return (await collect(callTracesOf(node, place.block, place.index)))[Number(indices[0]) + 1] ?? null;
	}),
	method("trace_block", [blockName], async ({ node }, name) => {
		const { stored } = await requireBlock(node, name);
		return streamList(() => blockTracesOf(node, stored));
	}),
	method(
		"trace_filter",
		[filterFields],
		async ({ node }, { fromBlock, toBlock, fromAddress, toAddress, after, count }) => {
			const from = await requireNumber(node, fromBlock ?? "latest");
			const to = await requireNumber(node, toBlock ?? "latest");
			if (from > to) throw invalidParameters("invalid block range params");
			// The remote node limits its own share.
			const shared = node.remote?.number ?? -1n;
			const own = to - (from > shared ? from : shared + 1n) + 1n;
			if (own > maxFilteredBlocks) throw new RpcError("limitExceeded", `more than ${maxFilteredBlocks} blocks`);
			const range: TraceRange = { from, to, skip: Number(after ?? 0n), most: Number(count ?? maxTraces) };
			return streamList(() => filteredTraces(node, range, { fromAddress, toAddress }));
		},
	),
	method("trace_replayTransaction", [hash, types], async ({ node }, of, wanted) => {
		const { block, index } = requireTransaction(node, of);
		const [answer] = await collect(replayBlock(tracedBlockOf(node, block), wanted, traceLimits, index));
		return answer;
	}),
	method("trace_replayBlockTransactions", [blockName, types], async ({ node }, name, wanted) => {
		const { stored } = await requireBlock(node, name);
		if (stored.hashes.length === 0) return [];
		return streamList(() => replayBlock(tracedBlockOf(node, stored), wanted, traceLimits));
	}),
	method(
		"trace_call",
		[callRequest, types, optional(blockName, "latest" as const)],
		async ({ node }, request, wanted, name) => {
			const { place } = await prepareCall(node, request, name);
			const { environment, ...rest } = place;
			const call = { ...toTracedCall(request), gas: callGasOf(node, request) };
			const [answer] = await traceParityCalls({ ...rest, block: environment }, [{ call, types: wanted }], traceLimits);
			return answer;
		},
	),
	method(
		"trace_callMany",
		[list(callWithTypes, 1000), optional(blockName, "latest" as const)],
		async ({ node }, calls, name) => {
			const { place } = await prepareCall(node, {}, name);
			const { environment, ...rest } = place;
			return traceParityCalls(
				{ ...rest, block: environment },
				calls.map(({ request, types: wanted }) => ({
					call: { ...toTracedCall(request), gas: callGasOf(node, request) },
					types: wanted,
				})),
				traceLimits,
			);
		},
	),
	method("trace_rawTransaction", [bytes, types], async ({ node }, raw, wanted) => {
		const { place } = await prepareCall(node, {}, "latest");
		const { environment, ...rest } = place;
		const transaction = decodeTransaction(raw, place.spec);
		return traceParityTransaction({ ...rest, block: environment }, { transaction }, wanted, traceLimits);
	}),
	method("trace_transactionOpcodeGas", [hash], async ({ node }, of) => {
		const place = node.chain.transactionPlace(of);
		return place === undefined ? null : (await opcodeGasOf(node, place.block, place.index))[place.index];
	}),
	method("trace_blockOpcodeGas", [blockName], async ({ node }, name) => {
		const { stored } = await requireBlock(node, name);
		return {
			blockHash: stored.block.hash,
			blockNumber: toQuantity(stored.block.header.number),
			transactions: await opcodeGasOf(node, stored),
		};
	}),
];
