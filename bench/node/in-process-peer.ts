import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Order, Outcome } from "./in-process-messages.js";
import type { Lane, LaneEnding, NodePeer, RpcRequest, RunTiming, StartedNode, TraceTiming } from "./node-peer.js";
import { residentMiB } from "./process-usage.js";

/** What such a process runs. */
export interface InProcessProgram {
	/** File beside this one. */
	readonly file: string;
	/** Default: this process's own. */
	readonly node?: string;
	readonly folder?: string;
}

/** A process that has a node inside and measures it itself. */
export class InProcessPeer implements NodePeer {
	readonly name: string;
	readonly #process: ChildProcess;

	private constructor(name: string, process: ChildProcess) {
		this.name = name;
		this.#process = process;
	}

	static async start(
		name: string,
		{ file, node = process.execPath, folder = process.cwd() }: InProcessProgram,
	): Promise<StartedNode> {
		const start = performance.now();
		const child = fork(fileURLToPath(new URL(file, import.meta.url)), {
			execPath: node,
			cwd: folder,
			stdio: ["ignore", 2, 2, "ipc"],
		});
		const peer = new InProcessPeer(name, child);
		await peer.#outcome();
		return { peer, startMs: performance.now() - start };
	}

	#outcome(): Promise<unknown> {
		return new Promise((resolve, reject) => {
			const onExit = (code: number | null): void => reject(new Error(`it ended with ${code}`));
			this.#process.once("exit", onExit);
			this.#process.once("message", (outcome: Outcome) => {
				this.#process.off("exit", onExit);
				if ("error" in outcome) reject(new Error(outcome.error));
				else resolve(outcome.result);
			});
		});
	}

	#give(order: Order): Promise<unknown> {
		const outcome = this.#outcome();
		this.#process.send(order);
		return outcome;
	}

	async ask<T>(method: string, ...params: readonly unknown[]): Promise<T> {
		return (await this.#give({ type: "ask", request: [method, ...params] })) as T;
	}

	async run(lanes: readonly Lane[], ending: LaneEnding = "answered"): Promise<RunTiming> {
		return (await this.#give({ type: "run", lanes, ending })) as RunTiming;
	}

	async trace(request: RpcRequest): Promise<TraceTiming> {
		const timing = (await this.#give({ type: "trace", request })) as Pick<TraceTiming, "totalMs" | "peakMiB">;
		return { ...timing, firstByteMs: undefined, bytes: undefined };
	}

	residentMiB(): number | undefined {
		return residentMiB(this.#process.pid!);
	}

	stop(): void {
		this.#process.kill("SIGKILL");
	}
}
