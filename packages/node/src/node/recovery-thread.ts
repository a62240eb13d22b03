import type { Address } from "@evmore/evm";
import type { SignedHash } from "@evmore/evm/tx";

/** What is used of Node's `Worker`. */
interface Worker {
	on(event: "message", listener: (answer: Address | undefined) => void): void;
	on(event: "error" | "exit", listener: () => void): void;
	postMessage(message: SignedHash): void;
	terminate(): Promise<number>;
	ref(): void;
	unref(): void;
}

interface NodeProcess {
	getBuiltinModule?(name: "node:worker_threads"): {
		readonly Worker: new (url: URL) => Worker;
		readonly isMainThread: boolean;
	};
	getBuiltinModule?(name: "node:os"): { availableParallelism(): number };
}

/** Work under way: it begins with the next one without having to ask. */
const mostUnderWay = 2;

/** A thread that recovers signers, where there are threads. */
export class RecoveryThread {
	readonly #worker: Worker;
	readonly #waiting: ((signer: Address | undefined) => void)[] = [];
	readonly #onBroken: () => void;
	#isReady = false;

	private constructor(worker: Worker, onFree: () => void, onBroken: () => void) {
		this.#worker = worker;
		this.#onBroken = onBroken;
		worker.on("message", (signer) => {
			// The first message says that it is ready.
			if (this.#isReady) this.#waiting.shift()?.(signer);
			this.#isReady = true;
			if (this.#waiting.length === 0) worker.unref();
			onFree();
		});
		worker.on("error", () => this.#break());
		worker.on("exit", () => this.#break());
		// Without work it is no reason for the process to go on.
		worker.unref();
	}

	/**
	 * Starts one; undefined where that cannot be done, or would take the processor from this thread.
	 *
	 * @param onFree - it can be given more
	 * @param onBroken - it is gone, and with it what it was given
	 */
	static start(onFree: () => void, onBroken: () => void): RecoveryThread | undefined {
		// Reached through `globalThis`, so that bundlers and browsers see no import of a Node module.
		const { process } = globalThis as { process?: NodeProcess };
		try {
			const cores = process?.getBuiltinModule?.("node:os").availableParallelism() ?? 1;
			const threads = process?.getBuiltinModule?.("node:worker_threads");
			// The node of a server runs in a thread itself, and the server's thread has a core to itself when there is much to do.
			if (threads === undefined || cores < (threads.isMainThread ? 2 : 3)) return undefined;
			// webpack would take the file for an asset, and copy it as it is, with imports that lead nowhere; where the thread is of
			// use, in Node, the file is where it was.
			const url = new URL(/* webpackIgnore: true */ "../threads/recovery-worker.js", import.meta.url);
			return new RecoveryThread(new threads.Worker(url), onFree, onBroken);
		} catch {
			return undefined;
		}
	}

	get canTakeMore(): boolean {
		return this.#isReady && this.#waiting.length < mostUnderWay;
	}

	get isStarting(): boolean {
		return !this.#isReady;
	}

	get isWorking(): boolean {
		return this.#waiting.length > 0;
	}

	recover(signed: SignedHash, take: (signer: Address | undefined) => void): void {
		if (this.#waiting.length === 0) this.#worker.ref();
		this.#waiting.push(take);
		this.#worker.postMessage(signed);
	}

	end(): void {
		this.#isReady = false;
		void this.#worker.terminate();
	}

	#break(): void {
		this.#isReady = false;
		this.#waiting.length = 0;
		this.#onBroken();
	}
}
