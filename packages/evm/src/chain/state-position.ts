import type { BlockState } from "../block/state-journal.js";
import type { BlockRecord } from "./block-record.js";

/**
 * The one state of a chain, and the block after which it is. It moves from block to block by what each changed, back to
 * the common ancestor and forth again, so that no block costs a copy of the state.
 */
export class StatePosition {
	readonly state: BlockState;
	#at: BlockRecord;

	constructor(state: BlockState, at: BlockRecord) {
		this.state = state;
		this.#at = at;
	}

	get at(): BlockRecord {
		return this.#at;
	}

	/** The block's changes were applied to the state already. */
	advance(block: BlockRecord): void {
		this.#at = block;
	}

	/** Moves the state to after a block; false, and nothing moves, when changes in between are no longer kept. */
	moveTo(target: BlockRecord): boolean {
		if (target === this.#at) return true;
		const back: BlockRecord[] = [];
		const forth: BlockRecord[] = [];
		let from: BlockRecord = this.#at;
		let to: BlockRecord = target;
		while (from !== to) {
			const isBack = from.number >= to.number;
			const step = isBack ? from : to;
			if (step.steps === undefined || step.parent === undefined) return false;
			(isBack ? back : forth).push(step);
			if (isBack) from = step.parent;
			else to = step.parent;
		}
		for (const block of back) for (const changes of block.steps!.undo) this.state.applyChanges(changes);
		for (const block of forth.reverse()) for (const changes of block.steps!.changes) this.state.applyChanges(changes);
		this.#at = target;
		return true;
	}
}
