import type { Outcome, Program } from "../program.js";

/** Who runs programs; `interpreter`, `cold` and `coldInterpreter` are evmore too. */
export const peerNames = ["evmore", "interpreter", "cold", "coldInterpreter", "revm", "geth", "ethereumjs"] as const;
export type PeerName = (typeof peerNames)[number];

/** A machine that runs programs. One program is loaded at a time. */
export interface Peer {
	readonly name: PeerName;
	/** Each run is a first run: nothing to warm up, one run per round. */
	readonly isCold?: boolean;
	/** Of a peer in a process of its own. */
	readonly processId?: number | undefined;
	/** Takes the program's state in, and runs it once. */
	load(program: Program): Promise<Outcome>;
	/** Runs the loaded program. @returns nanoseconds per run */
	run(iterations: number): Promise<number>;
	close(): void;
}

/** A peer that is not here, and why. */
export interface MissingPeer {
	readonly name: PeerName;
	readonly reason: string;
}
