import { Worker } from "node:worker_threads";
import { type BlockSenders, recoverBlock } from "./recover-block.js";

/** A block, and who signed its transactions; undefined: that is not known. */
export interface BlockWithSenders {
	readonly rlp: Uint8Array;
	readonly senders: BlockSenders;
}

/** Blocks that go to a thread at once: so many bytes, so that large blocks are spread. */
const batchBytes = 16 << 10;
const batchBlocks = 64;
/** Batches under way per thread: it begins with the next one without having to ask. */
const batchesAhead = 3;
/** Batches per thread that may be ready before they are needed. */
const batchesKept = 8;

/** Blocks whose senders are being recovered, or are known. */
interface Batch {
	readonly blocks: readonly Uint8Array[];
	senders: readonly BlockSenders[] | undefined;
	readonly done: Promise<unknown>;
}

/**
 * The same blocks in the same order, their senders recovered meanwhile by threads. Whoever takes the blocks helps when it would have
 * to wait. Without threads: senders are not known.
 */
export async function* recoverAhead(
	blocks: Iterable<Uint8Array>,
	threads: number,
): AsyncGenerator<BlockWithSenders, void, void> {
	if (threads === 0) {
		for (const rlp of blocks) yield { rlp, senders: undefined };
		return;
	}
	const workers = Array.from({ length: threads }, () => new SenderThread());
	const batches = makeBatches(blocks);
	const queue: Batch[] = [];
	const fill = (): void => {
		for (;;) {
			const free = workers.find((worker) => worker.underWay < batchesAhead);
			if (free === undefined || queue.length >= threads * batchesKept) return;
			const { value, done } = batches.next();
			if (done) return;
			queue.push(free.recover(value));
		}
	};
	try {
		for (fill(); queue.length > 0; fill()) {
			const first = queue[0]!;
			while (first.senders === undefined && queue.length < threads * batchesKept && help(batches, queue)) {
				// Answers come between the batches.
				await new Promise((resolve) => setImmediate(resolve));
				fill();
			}
			await first.done;
			queue.shift();
			for (const [index, rlp] of first.blocks.entries()) yield { rlp, senders: first.senders?.[index] };
		}
	} finally {
		for (const worker of workers) worker.end();
	}
}

/** Recovers a batch here; false when there is none left. */
function help(batches: Iterator<readonly Uint8Array[], undefined, void>, queue: Batch[]): boolean {
	const { value, done } = batches.next();
	if (done) return false;
	queue.push({ blocks: value, senders: value.map(recoverBlock), done: Promise.resolve() });
	return true;
}

function* makeBatches(blocks: Iterable<Uint8Array>): Generator<readonly Uint8Array[], undefined, void> {
	let batch: Uint8Array[] = [];
	let size = 0;
	for (const rlp of blocks) {
		batch.push(rlp);
		size += rlp.length;
		if (size < batchBytes && batch.length < batchBlocks) continue;
		yield batch;
		batch = [];
		size = 0;
	}
	if (batch.length > 0) yield batch;
	return undefined;
}

/** One thread; it answers in the order it was asked. One that broke answers that it does not know. */
class SenderThread {
	readonly #worker = new Worker(new URL("./sender-worker.js", import.meta.url));
	readonly #waiting: ((answer: readonly BlockSenders[]) => void)[] = [];
	#isBroken = false;

	constructor() {
		this.#worker.on("message", (answer: readonly BlockSenders[]) => this.#waiting.shift()?.(answer));
		this.#worker.on("error", () => {
			this.#isBroken = true;
			for (const answer of this.#waiting.splice(0)) answer([]);
		});
	}

	/** Batches it has not answered yet. */
	get underWay(): number {
		return this.#waiting.length;
	}

	recover(blocks: readonly Uint8Array[]): Batch {
		if (this.#isBroken) return { blocks, senders: [], done: Promise.resolve() };
		let resolve = (): void => {};
		const done = new Promise<void>((settle) => {
			resolve = settle;
		});
		const batch: Batch = { blocks, senders: undefined, done };
		this.#waiting.push((senders) => {
			batch.senders = senders;
			resolve();
		});
		// Copies: a view would take the whole file along.
		this.#worker.postMessage(blocks.map((rlp) => rlp.slice()));
		return batch;
	}

	end(): void {
		void this.#worker.terminate();
	}
}
