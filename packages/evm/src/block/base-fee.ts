import type { Spec } from "../spec/spec.js";

/** What the next block's base fee depends on. */
export interface BaseFeeParent {
	/** Wei per gas; undefined: the parent had none, so that the next block starts the fee market. */
	readonly baseFee?: bigint | undefined;
	readonly gasLimit: bigint;
	readonly gasUsed: bigint;
}

/**
 * The base fee of the block after `parent`, wei per gas (EIP-1559): it rises by up to an eighth while blocks use more
 * than half their gas, and falls likewise.
 */
export function computeBaseFee(spec: Spec, parent: BaseFeeParent): bigint {
	const { initialBaseFee, baseFeeElasticity, baseFeeMaxChangeDenominator } = spec.parameters;
	const { baseFee, gasLimit, gasUsed } = parent;
	if (baseFee === undefined) return BigInt(initialBaseFee);
	const target = gasLimit / BigInt(baseFeeElasticity);
	if (gasUsed === target) return baseFee;
	const maxChange = BigInt(baseFeeMaxChangeDenominator);
	if (gasUsed < target) return baseFee - (baseFee * (target - gasUsed)) / target / maxChange;
	const rise = (baseFee * (gasUsed - target)) / target / maxChange;
	return baseFee + (rise > 0n ? rise : 1n);
}
