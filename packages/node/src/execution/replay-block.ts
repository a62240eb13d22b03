import type { Hash, MaybePromise, StateDatabase } from "@evmore/evm";
import { BlockExecution, type BlockOutcome, type BlockState } from "@evmore/evm/block";
import { type Machine, runAsync } from "@evmore/evm/evm";
import type { Tracer } from "@evmore/evm/trace";
import type { NodeChain } from "../chain/node-chain.js";
import type { StoredBlock } from "../database/database.js";
import { RpcError } from "../errors/rpc-error.js";

/** How a block is executed again. */
export interface ReplaySettings {
	/** Reads what was after the parent, and takes the changes. */
	readonly state: StateDatabase & Pick<BlockState, "applyChanges" | "stateRoot">;
	/** Watches the transaction at a place. */
	tracerOf?(index: number): Tracer | undefined;
	/** A hash was asked for, for BLOCKHASH. */
	onHash?(number: bigint): void;
}

/** The block before. @throws {RpcError} there is none */
export function requireParent(chain: NodeChain, { block }: StoredBlock): StoredBlock {
	const parent = chain.block(block.header.parentHash);
	if (parent === undefined) throw new RpcError("serverError", "there is nothing before the first block");
	return parent;
}

/** Executes a block of the chain again. */
export async function replayBlock(
	chain: NodeChain,
	stored: StoredBlock,
	machine: Machine,
	settings: ReplaySettings,
): Promise<BlockOutcome> {
	const { transactions, ommers, withdrawals } = stored.block;
	const execution = await replayTransactions(chain, stored, machine, settings, transactions.length);
	const outcome = await runAsync(execution.finish(ommers, withdrawals));
	if ("status" in outcome) throw new RpcError("internalError", outcome.details);
	return outcome;
}

/** Executes the first transactions of a block again; the machine has what they left. */
export async function replayTransactions(
	chain: NodeChain,
	stored: StoredBlock,
	machine: Machine,
	{ state, tracerOf, onHash }: ReplaySettings,
	count: number,
): Promise<BlockExecution> {
	const { header, transactions } = stored.block;
	const parent = requireParent(chain, stored);
	machine.setSpec(chain.specOf(stored));
	machine.setDatabase(state);
	const execution = new BlockExecution(machine, header, {
		network: chain.network,
		blockHash: (number): MaybePromise<Hash | undefined> => {
			const hash = chain.ancestorHash(parent, number);
			if (hash !== undefined) onHash?.(number);
			return hash;
		},
		commit: (changes) => state.applyChanges(changes),
		stateRoot: () => state.stateRoot(),
		...(tracerOf !== undefined && { watch: { begin: tracerOf } }),
	});
	await runAsync(execution.begin());
	for (const [index, transaction] of transactions.slice(0, count).entries()) {
		// Impersonated senders may be contracts.
		const result = await runAsync(execution.execute(transaction, stored.senders[index]!, { anySender: true }));
		if (result.status === "refused") {
			throw new RpcError("internalError", `transaction ${index} cannot be executed again: ${result.exception}`);
		}
	}
	return execution;
}
