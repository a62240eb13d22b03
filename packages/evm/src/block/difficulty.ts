import type { Spec } from "../spec/spec.js";

/** What the difficulty of a block depends on. */
export interface DifficultyInput {
	readonly parentDifficulty: bigint;
	/** Seconds. */
	readonly parentTimestamp: bigint;
	/** Whether the parent lists ommers. */
	readonly parentHasOmmers: boolean;
	/** Of the new block, seconds. */
	readonly timestamp: bigint;
	/** Of the new block. */
	readonly number: bigint;
}

/** Difficulty never falls below this. */
const minDifficulty = 131_072n;
/** One step of adjustment is the parent's difficulty divided by this. */
const boundDivisor = 2048n;
/** At most this many steps down. */
const maxStepsDown = -99n;
/** The bomb doubles every so many blocks. */
const bombPeriodBlocks = 100_000n;

/**
 * The difficulty of a block before proof of stake (Yellow Paper 4.3.4; EIPs 2 and 100; the bomb's delays are a
 * parameter of the rules).
 */
export function computeDifficulty(spec: Spec, input: DifficultyInput): bigint {
	const { parentDifficulty, number } = input;
	const adjusted = parentDifficulty + (parentDifficulty / boundDivisor) * adjustmentSteps(spec, input);
	const base = adjusted < minDifficulty ? minDifficulty : adjusted;

	const delay = BigInt(spec.parameters.difficultyBombDelayBlocks);
	const period = (number > delay ? number - delay : 0n) / bombPeriodBlocks;
	return period > 1n ? base + 2n ** (period - 2n) : base;
}

function adjustmentSteps(spec: Spec, input: DifficultyInput): bigint {
	const seconds = input.timestamp - input.parentTimestamp;
	if (!spec.rules.homesteadDifficulty) return seconds < 13n ? 1n : -1n;
	const steps = spec.rules.ommerDifficulty ? (input.parentHasOmmers ? 2n : 1n) - seconds / 9n : 1n - seconds / 10n;
	return steps < maxStepsDown ? maxStepsDown : steps;
}
