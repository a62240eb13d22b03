import type { BlockRange } from "../analysis/split-blocks.js";

/** Most instructions of a function: V8's time for one grows faster than its size. */
const maxInstructions = 160;
/** A block this small is repeated in every function that goes on to it. */
const smallInstructions = 8;

/**
 * Which blocks are written behind each other into one function: values then stay in locals between them, and there is
 * no call. Domain: blocks that control certainly goes on to. Sound because a block that follows another also has a
 * function of its own, for whoever else enters it. Budget: a block with several known predecessors is repeated only when
 * it is small, so the module stays within a small multiple of the code.
 */
export class ChainPolicy {
	readonly #ranges: ReadonlyMap<number, BlockRange>;
	readonly #predecessors = new Map<number, number>();
	#members = new Set<number>();
	#instructions = 0;

	constructor(ranges: readonly BlockRange[]) {
		this.#ranges = new Map(ranges.map((range) => [range.start, range]));
		for (const range of ranges) {
			if (range.fallsThrough) this.#count(range.end);
			if (range.pushedTarget !== undefined) this.#count(range.pushedTarget);
		}
	}

	#count(offset: number): void {
		this.#predecessors.set(offset, (this.#predecessors.get(offset) ?? 0) + 1);
	}

	/** A function begins with this block. */
	begin(range: BlockRange): void {
		this.#members = new Set([range.start]);
		this.#instructions = range.instructionCount;
	}

	/** The block at the offset, when it may follow in the function. */
	follow(offset: number): BlockRange | undefined {
		const range = this.#ranges.get(offset);
		if (range === undefined || this.#members.has(offset)) return undefined;
		const total = this.#instructions + range.instructionCount;
		if (total > maxInstructions) return undefined;
		if ((this.#predecessors.get(offset) ?? 0) > 1 && range.instructionCount > smallInstructions) return undefined;
		this.#instructions = total;
		this.#members.add(offset);
		return range;
	}
}
