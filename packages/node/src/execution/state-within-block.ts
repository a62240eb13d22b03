import { takeChanges } from "@evmore/evm/evm";
import type { NodeChain } from "../chain/node-chain.js";
import type { StoredBlock } from "../database/database.js";
import { invalidParameters, RpcError } from "../errors/rpc-error.js";
import type { DraftState } from "../state/draft-state.js";
import type { MachinePool } from "./machine-pool.js";
import { replayTransactions, requireParent } from "./replay-block.js";

/** The state after the first transactions of a block. @throws {RpcError} there are not so many, or nothing before the block */
export async function stateWithinBlock(
	chain: NodeChain,
	stored: StoredBlock,
	count: bigint,
	machines: MachinePool,
): Promise<DraftState> {
	if (count > BigInt(stored.block.transactions.length)) {
		throw invalidParameters(`the block has ${stored.block.transactions.length} transactions`);
	}
	const state = chain.draft(requireParent(chain, stored));
	return machines.lend(chain.specOf(stored), state, async (machine) => {
		await replayTransactions(chain, stored, machine, { state }, Number(count));
		state.applyChanges(takeChanges(machine));
		return state;
	});
}

/**
 * The state that a transaction of a block began with. In a block without transactions index 0 is where one would be.
 *
 * @throws {RpcError} the block has no such transaction, or there is nothing before it
 */
export async function stateBeforeTransaction(
	chain: NodeChain,
	stored: StoredBlock,
	index: bigint,
	machines: MachinePool,
): Promise<DraftState> {
	const { transactions, hash } = stored.block;
	if (index > 0n && index >= BigInt(transactions.length)) {
		throw new RpcError("serverError", `transaction index ${index} out of range for block ${hash}`);
	}
	return stateWithinBlock(chain, stored, index, machines);
}
