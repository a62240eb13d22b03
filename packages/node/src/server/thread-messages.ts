import type { ForkOptions } from "../fork/remote-node.js";
import type { NodeOptions } from "../node/node-options.js";
import type { ConnectionId } from "./rpc-backend.js";
import type { ServerLimits } from "./server-limits.js";

/** What of a node's options can be sent to a thread. */
export type PlainNodeOptions = Omit<NodeOptions, "database" | "log" | "wallTimeMs" | "fork"> & {
	readonly fork?: PlainForkOptions;
};

/** A fork of a node behind a URL. */
export interface PlainForkOptions extends Omit<ForkOptions, "provider" | "cache"> {
	readonly url: string;
	/** Folder where answers are kept from one run to the next. Default: nowhere. */
	readonly cacheFolder?: string;
}

/** What a node's thread begins with: the first message to it. */
export interface ThreadStart {
	readonly node: PlainNodeOptions;
	/** Folder of the database; undefined: in memory. */
	readonly datadir: string | undefined;
	/** How many states before the head's are kept; undefined: all. */
	readonly history: bigint | undefined;
	readonly limits: ServerLimits;
	readonly allowsSetters: boolean;
	/** Whether anybody wants lines for people: they cost a message each. */
	readonly isLogging: boolean;
}

/** What a node tells about itself. */
export interface NodeFacts {
	readonly chainId: number;
	readonly hardfork: string;
	readonly accounts: readonly string[];
	readonly privateKeys: readonly string[];
	/** Wei of the accounts, in their order. */
	readonly balances: readonly bigint[];
	readonly baseFee: bigint | undefined;
	readonly gasLimit: bigint;
	readonly genesisTimestamp: bigint;
	readonly genesisNumber: bigint;
	readonly headNumber: bigint;
	readonly clientVersion: string;
	/** What the chain is forked from. */
	readonly fork: ForkFacts | undefined;
}

/** The last block in common with the chain of another node. */
export interface ForkFacts {
	readonly url: string;
	readonly number: bigint;
	readonly hash: string;
	readonly chainId: bigint;
}

/** To the thread, once it is ready. */
export type Question =
	| { readonly type: "request"; readonly id: number; readonly connection: ConnectionId; readonly text: string }
	| {
			readonly type: "connect";
			readonly connection: ConnectionId;
			readonly takesNotifications: boolean;
			/** It is the program's own, which may do what clients may not. */
			readonly isOwn: boolean;
	  }
	| { readonly type: "disconnect"; readonly connection: ConnectionId }
	/** Of an answer in pieces: as many more may be told. */
	| { readonly type: "more"; readonly id: number; readonly count: number }
	/** Of an answer in pieces: nobody reads it any more. */
	| { readonly type: "stop"; readonly id: number }
	| { readonly type: "close" };

/** From the thread. */
export type Told =
	| { readonly type: "ready"; readonly facts: NodeFacts }
	| { readonly type: "failed"; readonly name: string; readonly message: string }
	| { readonly type: "answer"; readonly id: number; readonly text: string | undefined }
	/** A piece of an answer; the first is told instead of "answer". */
	| { readonly type: "piece"; readonly id: number; readonly text: string }
	/** There are no more pieces; or there would be, but something failed. */
	| { readonly type: "end"; readonly id: number; readonly failed: boolean }
	| { readonly type: "notification"; readonly connection: ConnectionId; readonly text: string }
	| { readonly type: "chainId"; readonly chainId: number }
	| { readonly type: "log"; readonly line: string }
	| { readonly type: "report"; readonly text: string }
	| { readonly type: "closed" };
