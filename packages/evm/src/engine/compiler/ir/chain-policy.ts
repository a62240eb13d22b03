import type { BlockRange } from "../analysis/split-blocks.js";

/** Most instructions of a function: V8's time for one grows faster than its size. */
const maxInstructions = 160;
/** A block this small is repeated in every function that goes on to it. */
const smallInstructions = 8;
/** Instructions of blocks that follow others, over all functions, per instruction of the code. */
const repeats = 3;
/** The same for code so small that it does not matter. */
const leastRepeats = 4000;

/**
 * Which blocks are written behind each other into one function: values then stay in locals between them, and there is
 * no call. Domain: blocks that control goes on to, certainly or by one way of a branch. Sound because a block that follows
 * another also has a function of its own, for whoever else enters it. Budget: a block with several known predecessors is repeated only when
 * it is small; and as every block of a row begins a function that holds the blocks behind it, all functions together
 * repeat at most a small multiple of the code.
 */
export class ChainPolicy {
	readonly #ranges: ReadonlyMap<number, BlockRange>;
	readonly #predecessors = new Map<number, number>();
	#members = new Set<number>();
	#instructions = 0;
	/** Instructions that may still be repeated. */
	#allowance: number;
	#allowanceBefore = 0;

	constructor(ranges: readonly BlockRange[]) {
		this.#ranges = new Map(ranges.map((range) => [range.start, range]));
		let total = 0;
		for (const range of ranges) {
			total += range.instructionCount;
			if (range.fallsThrough) this.#count(range.end);
			if (range.pushedTarget !== undefined) this.#count(range.pushedTarget);
		}
		this.#allowance = Math.max(leastRepeats, total * repeats);
	}

	#count(offset: number): void {
		this.#predecessors.set(offset, (this.#predecessors.get(offset) ?? 0) + 1);
	}

	/** A function begins with this block. */
	begin(range: BlockRange): void {
		this.#members = new Set([range.start]);
		this.#instructions = range.instructionCount;
		this.#allowanceBefore = this.#allowance;
	}

	/** The function that begins with this block is made once more. */
	beginAgain(range: BlockRange): void {
		this.#allowance = this.#allowanceBefore;
		this.begin(range);
	}

	/**
	 * Which of a JUMPI's two blocks may follow in the function: the other way leaves it. A way that ends the frame, as
	 * failed requirements do, is rarely taken; between two others the one that is behind is the inner one of loops.
	 */
	followBranch(taken: number, passed: number): BlockRange | undefined {
		const isPassedRare = this.#ranges.get(passed)?.endsFrame === true;
		const isTakenRare = this.#ranges.get(taken)?.endsFrame === true;
		if (!isPassedRare) {
			const range = this.follow(passed);
			if (range !== undefined) return range;
		}
		return isTakenRare ? undefined : this.follow(taken);
	}

	/** How many words of the stack must be in memory before control goes to the block: what is below is read by nobody. */
	wordsRead(offset: number): number {
		const range = this.#ranges.get(offset);
		return range?.endsFrame === true ? range.wordsRead : Number.POSITIVE_INFINITY;
	}

	/** The block at the offset, when it may follow in the function. */
	follow(offset: number): BlockRange | undefined {
		const range = this.#ranges.get(offset);
		if (range === undefined || this.#members.has(offset)) return undefined;
		const total = this.#instructions + range.instructionCount;
		if (total > maxInstructions || range.instructionCount > this.#allowance) return undefined;
		if ((this.#predecessors.get(offset) ?? 0) > 1 && range.instructionCount > smallInstructions) return undefined;
		this.#instructions = total;
		this.#allowance -= range.instructionCount;
		this.#members.add(offset);
		return range;
	}
}
