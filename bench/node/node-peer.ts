/** A request: a method and its parameters. */
export type RpcRequest = readonly [method: string, ...params: readonly unknown[]];

/** Requests that follow each other, each after the answer to the one before. */
export type Lane = readonly RpcRequest[];

/** When a lane is done: with the last answer, or when what the last answer names is mined. */
export type LaneEnding = "answered" | "mined";

export interface RunTiming {
	readonly ms: number;
	/** Processor time of the node's process; undefined: the system does not tell. */
	readonly cpuMs: number | undefined;
}

/** How the answer to a long trace came. */
export interface TraceTiming {
	/** Undefined where there is nothing between the first byte and the whole: in process. */
	readonly firstByteMs: number | undefined;
	readonly totalMs: number;
	readonly bytes: number | undefined;
	/** Largest resident size of the node's process meanwhile; undefined: the system does not tell. */
	readonly peakMiB: number | undefined;
}

/** A node that is measured. */
export interface NodePeer {
	readonly name: string;
	/** @throws the answer is an error */
	ask<T>(method: string, ...params: readonly unknown[]): Promise<T>;
	/**
	 * Lanes side by side. What is sent was prepared before the time begins. Lanes of transactions that are mined end when the
	 * receipt of their last one is there: a node may answer before it mines.
	 *
	 * @throws an answer is an error
	 */
	run(lanes: readonly Lane[], ending?: LaneEnding): Promise<RunTiming>;
	/** A request with a long answer, which is not kept. */
	trace(request: RpcRequest): Promise<TraceTiming>;
	/** Resident size of the process, MiB. */
	residentMiB(): number | undefined;
	stop(): void;
}

/** How a node is started. */
export interface NodeStarter {
	readonly name: string;
	/** @param tracesSteps - it is going to trace: anvil records every step of every transaction then */
	start(tracesSteps: boolean): Promise<StartedNode>;
}

export interface StartedNode {
	readonly peer: NodePeer;
	/** Milliseconds from the start of the process to its first answer. */
	readonly startMs: number;
}

/** The chain that all begin with. */
export const chainSettings = { accounts: 20, gasLimit: 200_000_000, hardfork: "osaka" } as const;
