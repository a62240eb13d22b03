import { type Credit, computeRewards } from "../block/rewards.js";
import { weiPerGwei } from "../block/withdrawal.js";
import type { Address, Hash } from "../bytes/address.js";
import type { Spec } from "../spec/spec.js";
import { formatQuantity } from "./geth-tracer.js";
import type { JsonValue } from "./json-value.js";

/** A block, as far as rewards go. */
export interface RewardedBlock {
	readonly header: { readonly coinbase: Address; readonly number: bigint };
	readonly hash: Hash;
	readonly ommers: readonly { readonly coinbase: Address; readonly number: bigint }[];
}

/** What comes into being in a block of a chain with proof of work: its maker's first, then those of the makers of its ommers. */
export function blockRewards({ header, ommers }: Omit<RewardedBlock, "hash">, spec: Spec): Credit[] {
	if (spec.rules.proofOfStake) return [];
	const credits = computeRewards(header, ommers, BigInt(spec.parameters.blockRewardGwei) * weiPerGwei);
	return [credits.at(-1)!, ...credits.slice(0, -1)];
}

/** The rewards of a block as `trace_block` lists them behind its calls. */
export function listRewardTraces(block: RewardedBlock, spec: Spec): JsonValue[] {
	return blockRewards(block, spec).map(({ address, amount }, index) => ({
		action: { author: address, rewardType: index === 0 ? "block" : "uncle", value: formatQuantity(amount) },
		blockHash: block.hash,
		blockNumber: Number(block.header.number),
		result: null,
		subtraces: 0,
		traceAddress: [],
		transactionHash: null,
		transactionPosition: null,
		type: "reward",
	}));
}
