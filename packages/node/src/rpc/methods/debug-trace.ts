import {
	streamBlockTrace,
	streamBlockTransactionTrace,
	streamCallTrace,
	type TracedBlock,
	type TracedCall,
	traceBlock,
	traceBlockTransaction,
	traceCall,
} from "@evmore/evm/trace";
import { RpcError } from "../../errors/rpc-error.js";
import type { TransactionRequest } from "../../execution/transaction-request.js";
import type { BlockName, DevNode } from "../../node/dev-node.js";
import { blockName, blockNumber } from "../block-name.js";
import { anything, bytes, fieldsOf, hash, looseInteger, optional } from "../codec.js";
import { JsonStream } from "../json-stream.js";
import { method, type RpcMethod } from "../method.js";
import { callBlockOverrides, stateOverrides } from "../overrides.js";
import { requireTransaction, streamLimits, tracedBlockFrom, tracedBlockOf, traceLimits } from "../traced-block.js";
import { callRequest } from "../transaction-codec.js";
import { callGasOf, prepareCall } from "./eth-call.js";
import { requireBlock } from "./eth-state.js";

/** What of a configuration is the node's matter. */
const nodeConfig = fieldsOf({ stateOverrides, blockOverrides: callBlockOverrides, txIndex: looseInteger });

/** A call in the form in which it is traced. */
export function toTracedCall(request: TransactionRequest): TracedCall {
	const { from, to, data, value, gas, gasPrice, maxFeePerGas, maxPriorityFeePerGas } = request;
	const { accessList, authorizationList, blobVersionedHashes } = request;
	return {
		from,
		to,
		data,
		value,
		gas,
		gasPrice,
		maxFeePerGas,
		maxPriorityFeePerGas,
		accessList,
		authorizationList,
		blobVersionedHashes,
	};
}

function traceWhole(block: TracedBlock, config: unknown): JsonStream {
	return new JsonStream(
		() => traceBlock(block, { config, limits: traceLimits }),
		() => streamBlockTrace(block, { config, limits: streamLimits }),
	);
}

function traceNamed(node: DevNode, name: Exclude<BlockName, "pending">, config: unknown): JsonStream {
	const stored = node.storedBlock(name);
	if (stored === undefined) throw new RpcError("serverError", `block ${describeName(name)} not found`);
	return traceWhole(tracedBlockOf(node, stored), config);
}

function describeName(name: BlockName): string {
	if (typeof name === "bigint") return `#${name}`;
	return typeof name === "string" ? name : name.blockHash;
}

export const traceMethods: readonly RpcMethod[] = [
	method("debug_traceTransaction", [hash, optional(anything)], ({ node }, of, config) => {
		const { block, index } = requireTransaction(node, of);
		const traced = tracedBlockOf(node, block);
		return new JsonStream(
			() => traceBlockTransaction(traced, index, { config, limits: traceLimits }),
			() => streamBlockTransactionTrace(traced, index, { config, limits: streamLimits }),
		);
	}),
	method(
		"debug_traceCall",
		[callRequest, optional(blockName, "latest" as const), optional(anything)],
		async ({ node }, request, name, config) => {
			const { stateOverrides: state, blockOverrides: block, txIndex } = nodeConfig.decode(config ?? {}, "argument 2");
			const { place } = await prepareCall(node, request, name, state, block, txIndex);
			const { environment, ...rest } = place;
			const where = { ...rest, block: environment };
			const call = { ...toTracedCall(request), gas: callGasOf(node, request) };
			return new JsonStream(
				() => traceCall(where, call, { config, limits: traceLimits }),
				() => streamCallTrace(where, call, { config, limits: streamLimits }),
			);
		},
	),
	method("debug_traceBlockByNumber", [blockNumber, optional(anything)], async ({ node }, name, config) => {
		if (name !== "pending") return traceNamed(node, name, config);
		return traceWhole(tracedBlockOf(node, (await requireBlock(node, name)).stored), config);
	}),
	method("debug_traceBlockByHash", [hash, optional(anything)], ({ node }, blockHash, config) =>
		traceNamed(node, { blockHash, requireCanonical: false }, config),
	),
	method("debug_traceBlock", [bytes, optional(anything)], ({ node }, block, config) =>
		traceWhole(tracedBlockFrom(node, block), config),
	),
];
