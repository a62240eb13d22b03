import { bytesToHex, type Hash } from "@evmore/evm";
import { RpcError } from "../../errors/rpc-error.js";
import type { ForkOptions } from "../../fork/remote-node.js";
import type { DevNode } from "../../node/dev-node.js";
import { reorganize, rollBack } from "../../node/reorganize.js";
import { address, boolean, codec, fieldsOf, hash, invalid, list, looseInteger, optional, text } from "../codec.js";
import { method, type RpcMethod } from "../method.js";
import { toQuantity, transactionRequest } from "../transaction-codec.js";
import { clientVersionOf } from "./net-web3.js";

/** A transaction and how many blocks behind the first replaced one it goes. */
const placedTransaction = codec((value, place) => {
	if (!Array.isArray(value) || value.length !== 2) return invalid(place, "not a pair of a transaction and a number");
	const [transaction, block] = value as unknown[];
	const content = typeof transaction === "string" ? transaction : transactionRequest.decode(transaction, place);
	return { content, block: Number(looseInteger.decode(block, place)) };
});

const forking = fieldsOf({ jsonRpcUrl: text, blockNumber: looseInteger });
type ForkingRequest = ReturnType<typeof forking.decode>;
const resetOptions = fieldsOf({ forking });

export const chainMethods: readonly RpcMethod[] = [
	method(["evm_snapshot", "anvil_snapshot"], [], ({ node }) => node.takeSnapshot()),
	method(["evm_revert", "anvil_revert"], [looseInteger], ({ node }, id) => node.revertTo(id)),
	method("anvil_rollback", [optional(looseInteger, 1n)], async ({ node }, depth) => {
		await rollBack(node, depth);
		return null;
	}),
	method(
		"anvil_reorg",
		[looseInteger, optional(list(placedTransaction, 10_000), [])],
		async ({ node }, depth, transactions) => {
			await reorganize(node, depth, transactions);
			return null;
		},
	),
	method(["anvil_dropTransaction", "hardhat_dropTransaction"], [hash], ({ node }, of) => {
		return node.pool.remove(of) === undefined ? null : of;
	}),
	method(["anvil_dropAllTransactions", "hardhat_dropAllTransactions", "debug_clearTxpool"], [], ({ node }) => {
		node.pool.clear();
		return null;
	}),
	method("anvil_removePoolTransactions", [address], ({ node }, sender) => {
		const { pending, queued } = node.pool.partition(sender, 0n);
		for (const { hash: of } of [...pending, ...queued]) node.pool.remove(of);
		return null;
	}),
	method(["anvil_metadata", "hardhat_metadata"], [], ({ node }) => {
		const { header, hash: latestBlockHash } = node.chain.head.block;
		return {
			clientVersion: clientVersionOf(node),
			chainId: Number(node.chain.chainId),
			instanceId: node.instanceId,
			latestBlockNumber: Number(header.number),
			latestBlockHash,
			forkedNetwork: forkedNetworkOf(node),
			snapshots: Object.fromEntries(
				node.snapshots
					.list()
					.map(([id, { head }]) => [
						toQuantity(id),
						[Number(head.block.header.number), head.block.hash] satisfies [number, Hash],
					]),
			),
		};
	}),
	method("anvil_nodeInfo", [], ({ node }) => {
		const { header, hash: currentBlockHash } = node.chain.head.block;
		return {
			currentBlockNumber: toQuantity(header.number),
			currentBlockTimestamp: Number(header.timestamp),
			currentBlockHash,
			hardFork: node.miner.nextSpec.fork,
			transactionOrder: node.miner.settings.order,
			environment: {
				baseFee: toQuantity(node.miner.nextBaseFee),
				chainId: Number(node.chain.chainId),
				gasLimit: toQuantity(node.miner.settings.gasLimit),
				gasPrice: toQuantity(node.miner.nextBaseFee),
			},
			forkConfig: {
				forkUrl: node.remote?.options.url ?? null,
				forkBlockNumber: node.remote === undefined ? null : Number(node.remote.number),
				forkRetryBackoff: node.remote?.options.retryDelayMs ?? null,
			},
		};
	}),
	method(["anvil_setLoggingEnabled", "hardhat_setLoggingEnabled"], [boolean], ({ node }, enabled) => {
		node.isLogging = enabled;
		return null;
	}),
	method("anvil_getBlobByHash", [hash], ({ node }, of) => {
		const blob = node.blobs.get(of);
		return blob === undefined ? null : bytesToHex(blob);
	}),
	method("anvil_getBlobsByTransactionHash", [hash], ({ node }, of) => {
		const place = node.chain.transactionPlace(of);
		const transaction = place?.block.block.transactions[place.index] ?? node.pool.get(of)?.transaction;
		if (transaction === undefined || transaction.type !== 3) return null;
		const blobs = transaction.blobVersionedHashes.map((blobHash) => node.blobs.get(blobHash));
		return blobs.some((blob) => blob === undefined) ? null : blobs.map((blob) => bytesToHex(blob!));
	}),
	method(["anvil_reset", "hardhat_reset"], [optional(resetOptions)], async ({ node }, options) => {
		await node.reset(options?.forking && forkOptionsOf(node, options.forking));
		return null;
	}),
];

function forkedNetworkOf({ remote }: DevNode): object | null {
	if (remote === undefined) return null;
	const { chainId, number, block } = remote;
	return { chainId: Number(chainId), forkBlockNumber: Number(number), forkBlockHash: block.hash };
}

/** What to fork from. A request does not decide whom this node connects to: only who started it does. */
function forkOptionsOf(node: DevNode, { jsonRpcUrl, blockNumber }: ForkingRequest): ForkOptions {
	const { fork } = node.options;
	if (fork === undefined)
		throw new RpcError("serverError", "forking: this node was started without a node to fork from");
	if (jsonRpcUrl !== undefined && jsonRpcUrl !== fork.url) {
		throw new RpcError("serverError", "forking: another URL than the one this node was started with is not allowed");
	}
	const { blockNumber: _, ...rest } = fork;
	return blockNumber === undefined ? rest : { ...rest, blockNumber };
}
