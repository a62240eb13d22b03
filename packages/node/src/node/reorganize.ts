import { hexToBytes } from "@evmore/evm";
import { encodeTransaction, recoverSender } from "@evmore/evm/tx";
import { RpcError } from "../errors/rpc-error.js";
import { refusedTransaction } from "../errors/transaction-fault.js";
import type { TransactionRequest } from "../execution/transaction-request.js";
import { decodeSentTransaction } from "../pool/blob-sidecar.js";
import { hashEncoded, type PooledTransaction } from "../pool/transaction-pool.js";
import type { DevNode } from "./dev-node.js";
import { fillTransaction } from "./send-transaction.js";

/** A transaction for the blocks that replace others. */
export interface PlacedTransaction {
	/** Encoded and signed, or a request of an account of this node. */
	readonly content: string | TransactionRequest;
	/** Which of the new blocks it goes into, counted from 0. */
	readonly block: number;
}

/** Takes blocks off the head. */
export function rollBack(node: DevNode, depth: bigint): Promise<void> {
	return node.exclusively(() => rollBackNow(node, depth));
}

async function rollBackNow(node: DevNode, depth: bigint): Promise<void> {
	const { chain } = node;
	const number = chain.head.block.header.number - depth;
	const target = number < chain.firstNumber ? undefined : chain.blockAt(number);
	if (target === undefined) throw new RpcError("invalidParameters", `there are fewer than ${depth} blocks to take off`);
	await node.setHeadNow(target);
	// Time goes on from there.
	node.clock.set(target.block.header.timestamp);
}

/** Replaces the last blocks by as many others, with the transactions given. */
export function reorganize(node: DevNode, depth: bigint, transactions: readonly PlacedTransaction[]): Promise<void> {
	for (const { block } of transactions) {
		if (BigInt(block) >= depth) throw new RpcError("invalidParameters", `there is no block ${block} among ${depth}`);
	}
	return node.exclusively(async () => {
		const before = node.saveNow();
		try {
			await rollBackNow(node, depth);
			for (let block = 0n; block < depth; block++) {
				const own = transactions.filter((placed) => BigInt(placed.block) === block);
				const pooled: PooledTransaction[] = [];
				for (const { content } of own) pooled.push(await readTransaction(node, content, pooled));
				await node.mineNow(pooled);
			}
		} catch (error) {
			// Nothing was asked for but the whole of it.
			if (node.chain.head !== before.head) await node.restoreNow(before);
			throw error;
		}
	});
}

async function readTransaction(
	node: DevNode,
	content: string | TransactionRequest,
	before: readonly PooledTransaction[],
): Promise<PooledTransaction> {
	if (typeof content === "string") {
		const { transaction, bytes, sidecar } = decodeSentTransaction(hexToBytes(content));
		const sender = recoverSender(transaction, node.miner.nextSpec);
		if (sender === undefined) throw refusedTransaction("TransactionException.INVALID_SIGNATURE_VRS");
		return { transaction, bytes, hash: hashEncoded(bytes), sender, sidecar, isImpersonated: false };
	}
	const sender = content.from ?? node.accounts.addresses[0];
	if (sender === undefined) throw new RpcError("invalidParameters", 'missing "from"');
	const earlier = BigInt(before.filter((pooled) => pooled.sender === sender).length);
	const nonce = content.nonce ?? (await node.miner.nonceOf(sender)) + earlier;
	const { transaction, sidecar } = await fillTransaction(node, { ...content, nonce }, sender);
	node.accounts.requireSigner(sender);
	const signed = node.accounts.markSender(sender, transaction);
	const isImpersonated = !node.accounts.has(sender);
	const bytes = encodeTransaction(signed);
	return { transaction: signed, bytes, hash: hashEncoded(bytes), sender, sidecar, isImpersonated };
}
