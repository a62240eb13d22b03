import { bytesToHex, type Hex } from "@evmore/evm";
import { encodeTransaction } from "@evmore/evm/tx";
import type { BlockName, DevNode } from "../../node/dev-node.js";
import { encodeSentTransaction } from "../../pool/blob-sidecar.js";
import { blockName, blockNumber } from "../block-name.js";
import { address, type Codec, hash, type JsonObject, uint64 } from "../codec.js";
import { encodeReceipts } from "../encode-receipt.js";
import { encodeBlockTransaction, encodePooledTransaction } from "../encode-transaction.js";
import { method, type RpcMethod } from "../method.js";

const byHash: Codec<BlockName> = {
	decode: (value, place) => ({ blockHash: hash.decode(value, place), requireCanonical: false }),
};

async function transactionAt(node: DevNode, name: BlockName, index: bigint): Promise<JsonObject | null> {
	const block = await node.resolveBlock(name);
	if (block === undefined || index >= BigInt(block.stored.hashes.length)) return null;
	return encodeBlockTransaction(block.stored, Number(index), block.isPending);
}

async function rawTransactionAt(node: DevNode, name: BlockName, index: bigint): Promise<Hex | null> {
	const block = await node.resolveBlock(name);
	const bytes = block?.stored.block.transactionBytes[Number(index)];
	return bytes === undefined ? null : bytesToHex(bytes);
}

function findRaw(node: DevNode, of: `0x${string}`): Hex | null {
	const pooled = node.pool.get(of);
	if (pooled !== undefined) {
		const body = encodeTransaction(pooled.transaction);
		return bytesToHex(pooled.sidecar === undefined ? body : encodeSentTransaction(body, pooled.sidecar));
	}
	const place = node.chain.transactionPlace(of);
	return place === undefined ? null : bytesToHex(place.block.block.transactionBytes[place.index]!);
}

/** The receipt of a transaction of the chain. */
export function findReceipt(node: DevNode, of: `0x${string}`): JsonObject | null {
	const place = node.chain.transactionPlace(of);
	return place === undefined ? null : encodeReceipts(node.chain, place.block)[place.index]!;
}

export const transactionMethods: readonly RpcMethod[] = [
	method("eth_getTransactionByHash", [hash], ({ node }, of) => {
		const place = node.chain.transactionPlace(of);
		if (place !== undefined) return encodeBlockTransaction(place.block, place.index);
		const pooled = node.pool.get(of);
		return pooled === undefined ? null : encodePooledTransaction(pooled);
	}),
	method("eth_getTransactionByBlockHashAndIndex", [byHash, uint64], ({ node }, name, index) =>
		transactionAt(node, name, index),
	),
	method("eth_getTransactionByBlockNumberAndIndex", [blockNumber, uint64], ({ node }, name, index) =>
		transactionAt(node, name, index),
	),
	method("eth_getTransactionBySenderAndNonce", [address, uint64], ({ node }, sender, nonce) => {
		const pooled = node.pool.at(sender, nonce);
		if (pooled !== undefined) return encodePooledTransaction(pooled);
		const place = node.chain.findSent(sender, nonce);
		return place === undefined ? null : encodeBlockTransaction(place.block, place.index);
	}),
	method("eth_getTransactionReceipt", [hash], ({ node }, of) => findReceipt(node, of)),
	method("eth_getRawTransactionByHash", [hash], ({ node }, of) => findRaw(node, of)),
	method("eth_getRawTransactionByBlockHashAndIndex", [byHash, uint64], ({ node }, name, index) =>
		rawTransactionAt(node, name, index),
	),
	method("eth_getRawTransactionByBlockNumberAndIndex", [blockNumber, uint64], ({ node }, name, index) =>
		rawTransactionAt(node, name, index),
	),
	method("debug_getRawTransaction", [hash], ({ node }, of) => findRaw(node, of)),
	method("eth_pendingTransactions", [], async ({ node }) => {
		const found: JsonObject[] = [];
		for (const sender of node.pool.senders) {
			const { pending } = node.pool.partition(sender, await node.miner.nonceOf(sender));
			found.push(...pending.map(encodePooledTransaction));
		}
		return found;
	}),
	method("debug_getRawTransactions", [blockName], async ({ node }, name) => {
		const block = await node.resolveBlock(name);
		return block?.stored.block.transactionBytes.map((bytes) => bytesToHex(bytes)) ?? null;
	}),
];
