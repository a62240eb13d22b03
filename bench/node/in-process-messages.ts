import type { Lane, LaneEnding, RpcRequest } from "./node-peer.js";

/** To the process that has a node inside. */
export type Order =
	| { readonly type: "ask"; readonly request: RpcRequest }
	| { readonly type: "run"; readonly lanes: readonly Lane[]; readonly ending: LaneEnding }
	| { readonly type: "trace"; readonly request: RpcRequest };

/** From it: what the order gave, in the order of the orders. The first message, which nobody asked for, says that it is there. */
export type Outcome = { readonly result: unknown } | { readonly error: string };
