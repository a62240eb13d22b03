import type { Address } from "@evmore/evm";
import { maxGasPrice } from "@evmore/evm/tx";
import type { DevNode } from "../../node/dev-node.js";
import type { PooledTransaction } from "../../pool/transaction-pool.js";
import { address } from "../codec.js";
import { encodePooledTransaction } from "../encode-transaction.js";
import { method, type RpcMethod } from "../method.js";
import { toQuantity } from "../transaction-codec.js";

type Encode = (pooled: PooledTransaction) => unknown;

/** Transactions of a sender by nonce, in decimal. */
function byNonce(list: readonly PooledTransaction[], encode: Encode): Record<string, unknown> {
	return Object.fromEntries(list.map((pooled) => [pooled.transaction.nonce.toString(), encode(pooled)]));
}

async function partition(node: DevNode, sender: Address): Promise<ReturnType<DevNode["pool"]["partition"]>> {
	return node.pool.partition(sender, await node.miner.nonceOf(sender));
}

async function content(node: DevNode, encode: Encode): Promise<Record<"pending" | "queued", Record<string, unknown>>> {
	const pending: Record<string, unknown> = {};
	const queued: Record<string, unknown> = {};
	for (const sender of node.pool.senders) {
		const parts = await partition(node, sender);
		if (parts.pending.length > 0) pending[sender] = byNonce(parts.pending, encode);
		if (parts.queued.length > 0) queued[sender] = byNonce(parts.queued, encode);
	}
	return { pending, queued };
}

function summarize({ transaction }: PooledTransaction): string {
	const { to, value, gasLimit } = transaction;
	return `${to ?? "contract creation"}: ${value} wei + ${gasLimit} gas × ${maxGasPrice(transaction)} wei`;
}

export const txpoolMethods: readonly RpcMethod[] = [
	method("txpool_content", [], ({ node }) => content(node, encodePooledTransaction)),
	method("txpool_contentFrom", [address], async ({ node }, sender) => {
		const { pending, queued } = await partition(node, sender);
		return { pending: byNonce(pending, encodePooledTransaction), queued: byNonce(queued, encodePooledTransaction) };
	}),
	method("txpool_inspect", [], ({ node }) => content(node, summarize)),
	method("txpool_status", [], async ({ node }) => {
		const counts = { pending: 0, queued: 0 };
		for (const sender of node.pool.senders) {
			const { pending, queued } = await partition(node, sender);
			counts.pending += pending.length;
			counts.queued += queued.length;
		}
		return { pending: toQuantity(counts.pending), queued: toQuantity(counts.queued) };
	}),
];
