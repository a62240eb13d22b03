import { recoverSender } from "@evmore/evm/tx";
import { RpcError } from "../errors/rpc-error.js";
import type { PooledTransaction } from "../pool/transaction-pool.js";
import type { DevNode } from "./dev-node.js";

/**
 * Of a chain that is forked from a transaction of a remote node, and has no block of its own yet: mines a block of the first
 * transactions of that one's block. What they see of their block is the same; its hash is another, and nothing comes after them.
 * For those that have the turn.
 *
 * @throws {RpcError} one of them cannot be executed here
 */
export async function mineForkStartNow(node: DevNode): Promise<void> {
	const { remote, chain, clock } = node;
	const { head } = chain;
	if (remote?.replay === undefined || head.block.header.number > remote.number) return;
	const { header, transactions } = remote.replay;
	const spec = chain.specAt(header, head.totalDifficulty);
	const pooled = transactions.map(({ transaction, bytes, hash, sender: told }): PooledTransaction => {
		const sender = told ?? recoverSender(transaction, spec);
		if (sender === undefined) throw new RpcError("serverError", `remote node: nobody signed transaction ${hash}`);
		return { transaction, bytes, hash, sender, sidecar: undefined, isImpersonated: told !== undefined };
	});
	await remote.readAhead(pooled.map(({ sender, transaction }) => ({ ...transaction, from: sender })));
	const { stored } = await node.mineNow(pooled, header);
	const missing = pooled.find(({ hash }) => !stored.hashes.includes(hash));
	if (missing !== undefined) {
		throw new RpcError("serverError", `transaction ${missing.hash} of the remote node cannot be executed here`);
	}
	// Time goes on from there.
	clock.set(header.timestamp);
}
