import { computeBaseFee, computeDifficulty, computeExcessBlobGas, emptyOmmersHash } from "@evmore/evm/block";
import type { Spec } from "@evmore/evm/spec";
import type { Environment } from "./environment.js";
import { ToolError } from "./tool-error.js";

/** What of an environment is computed from the parent where it is not given. */
export interface CompleteEnvironment extends Environment {
	/** 0 since proof of stake. */
	readonly difficulty: bigint;
	/** Undefined: the rules have no blobs, or neither the excess nor the parent's is known. */
	readonly excessBlobGas: bigint | undefined;
}

const zeroHash = `0x${"00".repeat(32)}`;

/**
 * Computes what is missing, and refuses an environment that lacks what the rules need, or has what they forbid.
 *
 * @throws {ToolError} exit code 3
 */
export function completeEnvironment(env: Environment, spec: Spec): CompleteEnvironment {
	const { rules } = spec;
	const baseFee = rules.feeMarket ? findBaseFee(env, spec) : env.baseFee;
	if (rules.withdrawals && env.withdrawals === undefined) {
		refuse("Shanghai config but missing 'withdrawals' in env section");
	}
	const difficulty = findDifficulty(env, spec);
	if (rules.beaconRoots && env.parentBeaconBlockRoot === undefined) {
		refuse("post-cancun env requires parentBeaconBlockRoot to be set");
	}
	return { ...env, baseFee, difficulty, excessBlobGas: findExcessBlobGas(env, spec) };
}

function findBaseFee({ baseFee, parent, number }: Environment, spec: Spec): bigint {
	if (baseFee !== undefined) return baseFee;
	if (parent.baseFee === undefined || number === 0n) {
		return refuse("EIP-1559 config but missing 'parentBaseFee' in env section");
	}
	if (parent.gasLimit < BigInt(spec.parameters.baseFeeElasticity)) {
		return refuse("'parentGasLimit' in env section is missing, or too low to compute the base fee");
	}
	return computeBaseFee(spec, parent);
}

function findDifficulty({ difficulty, random, number, timestamp, parent }: Environment, spec: Spec): bigint {
	if (spec.rules.proofOfStake) {
		if (random === undefined) refuse("post-merge requires currentRandom to be defined in env");
		if (difficulty !== undefined && difficulty !== 0n) {
			refuse("post-merge difficulty must be zero (or omitted) in env");
		}
		return 0n;
	}
	if (difficulty !== undefined) return difficulty;
	if (parent.difficulty === undefined) {
		return refuse("currentDifficulty was not provided, and cannot be calculated due to missing parentDifficulty");
	}
	if (number === 0n) return refuse("currentDifficulty needs to be provided for block number 0");
	if (timestamp <= parent.timestamp) {
		return refuse(
			`currentDifficulty cannot be calculated -- currentTime (${timestamp}) needs to be after parent time (${parent.timestamp})`,
		);
	}
	const { ommersHash } = parent;
	return computeDifficulty(spec, {
		parentDifficulty: parent.difficulty,
		parentTimestamp: parent.timestamp,
		parentHasOmmers: ommersHash !== undefined && ommersHash !== zeroHash && ommersHash !== emptyOmmersHash,
		timestamp,
		number,
	});
}

function findExcessBlobGas({ excessBlobGas, parent }: Environment, spec: Spec): bigint | undefined {
	if (!spec.rules.blobs) return undefined;
	if (excessBlobGas !== undefined) return checkExcess(excessBlobGas, "currentExcessBlobGas", spec);
	if (parent.excessBlobGas === undefined || parent.blobGasUsed === undefined) return undefined;
	checkExcess(parent.excessBlobGas + parent.blobGasUsed, "parentExcessBlobGas + parentBlobGasUsed", spec);
	return computeExcessBlobGas(spec, {
		excessBlobGas: parent.excessBlobGas,
		blobGasUsed: parent.blobGasUsed,
		baseFee: parent.baseFee ?? 0n,
	});
}

/** e to this power is more than any account can pay: the price, which is computed term by term, would take forever. */
const highestExponent = 200n;

function checkExcess(excess: bigint, name: string, { parameters }: Spec): bigint {
	if (excess <= highestExponent * BigInt(parameters.blobBaseFeeUpdateFraction)) return excess;
	return refuse(`${name} in env section is too high: blob gas would cost more than 2^256`);
}

function refuse(message: string): never {
	throw new ToolError("config", message);
}
