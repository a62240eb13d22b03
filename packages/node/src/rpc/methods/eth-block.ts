import type { BlockHeader } from "@evmore/evm/block";
import { sizeBlock } from "@evmore/evm/block";
import type { BlockAndState, BlockName, DevNode } from "../../node/dev-node.js";
import { blockName, blockNumber } from "../block-name.js";
import { boolean, type Codec, hash, type JsonObject, optional, uint64 } from "../codec.js";
import { encodeBlockJson, encodeBlockShell, encodeHeaderJson } from "../encode-block.js";
import { encodeReceipts } from "../encode-receipt.js";
import { method, type RpcMethod } from "../method.js";
import { toQuantity } from "../transaction-codec.js";

const byHash: Codec<BlockName> = {
	decode: (value, place) => ({ blockHash: hash.decode(value, place), requireCanonical: false }),
};

/** What a method about a block answers; null where there is no such block. */
type Answer = (node: DevNode, block: BlockAndState) => unknown;

/** Two methods that answer the same, of a block by hash and of one by number. */
function byHashAndNumber(prefix: string, answer: Answer, suffix = ""): RpcMethod[] {
	const run = async (node: DevNode, name: BlockName): Promise<unknown> => {
		const block = await node.resolveBlock(name);
		return block === undefined ? null : answer(node, block);
	};
	return [
		method(`${prefix}ByHash${suffix}`, [byHash], ({ node }, name) => run(node, name)),
		method(`${prefix}ByNumber${suffix}`, [blockNumber], ({ node }, name) => run(node, name)),
	];
}

function ommerAt(headers: readonly BlockHeader[], index: bigint): JsonObject | null {
	const header = headers[Number(index)];
	if (header === undefined) return null;
	return {
		...encodeBlockShell(sizeBlock({ header, transactions: [], ommers: [], withdrawals: undefined })),
		uncles: [],
	};
}

export const blockMethods: readonly RpcMethod[] = [
	method("eth_blockNumber", [], ({ node }) => toQuantity(node.chain.head.block.header.number)),
	method("eth_getBlockByHash", [byHash, optional(boolean, false)], async ({ node }, name, full) => {
		const block = await node.resolveBlock(name);
		return block === undefined ? null : encodeBlockJson(block.stored, full);
	}),
	method("eth_getBlockByNumber", [blockNumber, optional(boolean, false)], async ({ node }, name, full) => {
		const block = await node.resolveBlock(name);
		return block === undefined ? null : encodeBlockJson(block.stored, full, block.isPending);
	}),
	...byHashAndNumber("eth_getHeader", (_, { stored: { block } }) => ({
		...encodeHeaderJson(block.header),
		hash: block.hash,
	})),
	method("erigon_getHeaderByNumber", [blockNumber], async ({ node }, name) => {
		const block = await node.resolveBlock(name);
		return block === undefined
			? null
			: { ...encodeHeaderJson(block.stored.block.header), hash: block.stored.block.hash };
	}),
	...byHashAndNumber("eth_getBlockTransactionCount", (_, { stored }) => toQuantity(stored.hashes.length)),
	...byHashAndNumber("eth_getUncleCountByBlock", (_, { stored }) => toQuantity(stored.block.ommers.length)).map(
		renameUncles,
	),
	method("eth_getUncleByBlockHashAndIndex", [byHash, uint64], async ({ node }, name, index) => {
		const block = await node.resolveBlock(name);
		return block === undefined ? null : ommerAt(block.stored.block.ommers, index);
	}),
	method("eth_getUncleByBlockNumberAndIndex", [blockNumber, uint64], async ({ node }, name, index) => {
		const block = await node.resolveBlock(name);
		return block === undefined ? null : ommerAt(block.stored.block.ommers, index);
	}),
	method("eth_getBlockReceipts", [blockName], async ({ node }, name) => {
		const block = await node.resolveBlock(name);
		return block === undefined ? null : encodeReceipts(node.chain, block.stored);
	}),
];

/** These two have the block's name in another place. */
function renameUncles(row: RpcMethod): RpcMethod {
	return { ...row, names: row.names.map((name) => name.replace("CountByBlockBy", "CountByBlock")) };
}
