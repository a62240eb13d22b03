import { zeroAddress } from "@evmore/evm";
import type { NodeChain } from "../chain/node-chain.js";
import type { RemoteNode } from "../fork/remote-node.js";
import type { Clock } from "../miner/clock.js";
import type { MiningSettings } from "../miner/miner.js";
import { defaultPriorityFee, type NodeOptions } from "./node-options.js";

/** What is set for requests: everything that was given or follows from what was given. */
export type Settings = Required<
	Pick<NodeOptions, "callGasLimit" | "finalityDepth" | "minGasPrice" | "minPriorityFee" | "checksPoolBalances">
>;

/** What a new node has set. */
export function firstSettings(options: NodeOptions): Settings {
	return {
		callGasLimit: options.callGasLimit ?? 50_000_000n,
		finalityDepth: options.finalityDepth ?? 64n,
		minGasPrice: options.minGasPrice ?? 0n,
		minPriorityFee: options.minPriorityFee ?? defaultPriorityFee,
		checksPoolBalances: options.checksPoolBalances ?? true,
	};
}

/** What a new node's miner has set. */
export function firstMiningSettings(options: NodeOptions, chain: NodeChain): MiningSettings {
	return {
		coinbase: options.coinbase ?? zeroAddress,
		gasLimit: options.gasLimit ?? chain.head.block.header.gasLimit,
		nextBaseFee: undefined,
		nextPrevRandao: undefined,
		order: options.order ?? "fees",
		maxTransactions: options.maxTransactions ?? Number.POSITIVE_INFINITY,
	};
}

/** Sets the clock as a new node has it. */
export function startClock(clock: Clock, options: NodeOptions, chain: NodeChain, remote: RemoteNode | undefined): void {
	clock.restore({ offset: 0n, next: undefined, interval: undefined });
	const { timestamp } = chain.head.block.header;
	if (remote !== undefined) clock.set(remote.block.header.timestamp);
	// A chain whose time was moved goes on from there: otherwise it would stand still until the wall's clock has come that far.
	if (timestamp > clock.now) clock.set(timestamp);
	if (options.timestamp !== undefined) clock.set(options.timestamp);
}
