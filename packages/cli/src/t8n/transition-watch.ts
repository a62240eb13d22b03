import type { Tracer } from "@evmore/evm";
import type { Hash } from "@evmore/evm/bytes";
import type { OpcodeCounter } from "./opcode-counter.js";
import type { TraceFiles } from "./trace-files.js";

/** What watches the transactions of a transition: traces to files, counts of opcodes. */
export class TransitionWatch {
	readonly #files: TraceFiles | undefined;
	readonly #counter: OpcodeCounter | undefined;
	#tracer: Tracer | undefined;

	constructor(files: TraceFiles | undefined, counter: OpcodeCounter | undefined) {
		this.#files = files;
		this.#counter = counter;
	}

	/** What is to watch the transaction that has begun. */
	get tracer(): Tracer | undefined {
		return this.#tracer;
	}

	/** What is to watch the system calls: they are counted, and not traced. */
	get systemTracer(): Tracer | undefined {
		return this.#counter?.watch(undefined);
	}

	/** @param index among the transactions of the block */
	begin(index: number, hash: Hash): void {
		const tracer = this.#files?.begin(index, hash);
		this.#tracer = this.#counter === undefined ? tracer : this.#counter.watch(tracer);
	}

	/** @param isIncluded whether the transaction was executed */
	end(isIncluded: boolean): void {
		this.#tracer = undefined;
		this.#files?.end(isIncluded);
	}
}
