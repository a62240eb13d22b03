import type { Address } from "../bytes/address.js";
import type { ForkName } from "./fork-name.js";

/** When a fork begins on a chain: at a block, at a time (seconds since 1970), or after a block with a total difficulty. */
export type Activation =
	| { readonly fork: ForkName; readonly block: number }
	| { readonly fork: ForkName; readonly time: number }
	| { readonly fork: ForkName; readonly totalDifficulty: bigint };

/** A network, as far as its rules go. */
export interface Chain {
	readonly name: string;
	readonly chainId: number;
	/** In the order they come; of several that begin together the last one counts. The first begins at block 0. */
	readonly activations: readonly Activation[];
	/** Total difficulty after which proof of stake takes over (EIP-3675); undefined: never. */
	readonly terminalTotalDifficulty: bigint | undefined;
	/** The block in which the DAO's balances move (EIP-779); undefined: none does. */
	readonly daoForkBlock: number | undefined;
	/** Where networks were told to part at the merge: the rules change elsewhere, but it is part of the fork identifier (EIP-2124). */
	readonly mergeSplitBlock?: number | undefined;
	/** Whose logs are the deposits of validators (EIP-6110). */
	readonly depositContract: Address;
}

/** What decides which fork a block belongs to. */
export interface BlockPosition {
	readonly number: number | bigint;
	/** Seconds since 1970. */
	readonly timestamp: number | bigint;
	/** Of the chain up to the parent; only read by chains whose schedule asks for it. */
	readonly parentTotalDifficulty?: bigint;
}

/** The fork whose rules a block follows. */
export function forkAt(chain: Chain, block: BlockPosition): ForkName {
	let current = chain.activations[0]!.fork;
	for (const activation of chain.activations) {
		if (!isActive(activation, block)) break;
		current = activation.fork;
	}
	return current;
}

function isActive(activation: Activation, block: BlockPosition): boolean {
	if ("block" in activation) return block.number >= activation.block;
	if ("time" in activation) return block.timestamp >= activation.time;
	return block.parentTotalDifficulty !== undefined && block.parentTotalDifficulty >= activation.totalDifficulty;
}
