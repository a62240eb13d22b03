import type { Address } from "../bytes/address.js";
import { ommerInclusionDivisor, ommerRewardDivisor } from "../spec/limits.js";
import type { BlockHeader } from "./header.js";
import type { Withdrawal } from "./withdrawal.js";
import { weiPerGwei } from "./withdrawal.js";

/** Ether that comes into being in a block. */
export interface Credit {
	readonly address: Address;
	/** Wei. */
	readonly amount: bigint;
}

/**
 * Who is rewarded for a block before proof of stake (Yellow Paper 11.3): the makers of its ommers, the less the older they
 * are, and its own maker, with a 32nd more per ommer.
 *
 * @param reward - of a block, wei
 */
export function computeRewards(
	{ coinbase, number }: Pick<BlockHeader, "coinbase" | "number">,
	ommers: readonly Pick<BlockHeader, "coinbase" | "number">[],
	reward: bigint,
): Credit[] {
	const divisor = BigInt(ommerRewardDivisor);
	const credits = ommers.map(
		(ommer): Credit => ({
			address: ommer.coinbase,
			amount: (reward * (divisor + ommer.number - number)) / divisor,
		}),
	);
	const inclusion = (reward / BigInt(ommerInclusionDivisor)) * BigInt(ommers.length);
	return [...credits, { address: coinbase, amount: reward + inclusion }];
}

/** Who gets withdrawals (EIP-4895). */
export function computeWithdrawalCredits(withdrawals: readonly Withdrawal[]): Credit[] {
	return withdrawals.map(({ address, amount }) => ({ address, amount: amount * weiPerGwei }));
}
