import type { BlockHeader } from "../block/header.js";
import type { Ancestor } from "../block/validate-ommers.js";
import type { Hash } from "../bytes/address.js";
import type { StateChanges } from "../state/database.js";

/** What a chain keeps of a block that is part of it. */
export class BlockRecord implements Ancestor {
	readonly hash: Hash;
	readonly header: BlockHeader;
	/** Undefined for the first block. */
	readonly parent: BlockRecord | undefined;
	/** Sum of the difficulties up to and with this block (Yellow Paper 4.3.4). */
	readonly totalDifficulty: bigint;
	/** Whether its rules are those of proof of stake. */
	readonly isStaked: boolean;
	readonly ommers: readonly BlockHeader[];
	/** What it changed, and what takes that back; undefined when they are no longer kept. */
	steps: { readonly changes: readonly StateChanges[]; readonly undo: readonly StateChanges[] } | undefined;

	constructor(block: {
		readonly hash: Hash;
		readonly header: BlockHeader;
		readonly parent: BlockRecord | undefined;
		readonly isStaked: boolean;
		readonly ommers: readonly BlockHeader[];
		readonly steps: BlockRecord["steps"];
	}) {
		this.hash = block.hash;
		this.header = block.header;
		this.parent = block.parent;
		this.isStaked = block.isStaked;
		this.ommers = block.ommers;
		this.steps = block.steps;
		this.totalDifficulty = (block.parent?.totalDifficulty ?? 0n) + block.header.difficulty;
	}

	get number(): bigint {
		return this.header.number;
	}

	/** The states before the block can no longer be reached from the one after it, nor the other way round. */
	forgetSteps(): void {
		this.steps = undefined;
	}
}
