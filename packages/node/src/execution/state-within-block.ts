import { takeChanges } from "@evmore/evm/evm";
import type { NodeChain } from "../chain/node-chain.js";
import type { StoredBlock } from "../database/database.js";
import { invalidParameters } from "../errors/rpc-error.js";
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
