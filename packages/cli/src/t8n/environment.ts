import type { JsonFields, Withdrawal } from "@evmore/evm/block";
import type { Address, Hash } from "@evmore/evm/bytes";
import { ommerRewardDivisor } from "@evmore/evm/spec";
import { InputError } from "../errors.js";

/** The block that a transition makes, as far as the `env` says. */
export interface Environment {
	readonly coinbase: Address;
	readonly gasLimit: bigint;
	readonly number: bigint;
	readonly timestamp: bigint;
	readonly difficulty: bigint | undefined;
	readonly random: bigint | undefined;
	readonly baseFee: bigint | undefined;
	readonly excessBlobGas: bigint | undefined;
	readonly parentBeaconBlockRoot: Hash | undefined;
	readonly parent: {
		readonly difficulty: bigint | undefined;
		readonly timestamp: bigint;
		readonly ommersHash: Hash | undefined;
		readonly baseFee: bigint | undefined;
		readonly gasUsed: bigint;
		readonly gasLimit: bigint;
		readonly excessBlobGas: bigint | undefined;
		readonly blobGasUsed: bigint | undefined;
	};
	/** By number; undefined: none are given at all. */
	readonly blockHashes: ReadonlyMap<bigint, Hash> | undefined;
	readonly ommers: readonly { readonly delta: bigint; readonly address: Address }[];
	readonly withdrawals: readonly Withdrawal[] | undefined;
}

/** Reads an `env`. Members that are not known are passed over: test fillers write more than tools need. */
export function readEnvironment(parts: JsonFields, member: string): Environment {
	const env = parts.object(member);
	if (env === undefined) throw new InputError(`${member} is missing`);
	return {
		coinbase: requireField(env.address("currentCoinbase"), "currentCoinbase"),
		gasLimit: requireField(env.integer("currentGasLimit", 8), "currentGasLimit"),
		number: requireField(env.integer("currentNumber", 8), "currentNumber"),
		timestamp: requireField(env.integer("currentTimestamp", 8), "currentTimestamp"),
		difficulty: env.integer("currentDifficulty", 32),
		random: env.integer("currentRandom", 32),
		baseFee: env.integer("currentBaseFee", 32),
		excessBlobGas: env.integer("currentExcessBlobGas", 8),
		parentBeaconBlockRoot: env.hash("parentBeaconBlockRoot"),
		parent: {
			difficulty: env.integer("parentDifficulty", 32),
			timestamp: env.integer("parentTimestamp", 8) ?? 0n,
			ommersHash: env.hash("parentUncleHash"),
			baseFee: env.integer("parentBaseFee", 32),
			gasUsed: env.integer("parentGasUsed", 8) ?? 0n,
			gasLimit: env.integer("parentGasLimit", 8) ?? 0n,
			excessBlobGas: env.integer("parentExcessBlobGas", 8),
			blobGasUsed: env.integer("parentBlobGasUsed", 8),
		},
		blockHashes: readBlockHashes(env.object("blockHashes")),
		ommers: (env.list("ommers") ?? []).map((ommer) => ({
			delta: checkDelta(requireField(ommer.integer("delta", 8), "ommers.delta")),
			address: requireField(ommer.address("address"), "ommers.address"),
		})),
		withdrawals: readWithdrawals(env, "withdrawals"),
	};
}

/** An ommer that is older has no reward (Yellow Paper 11.3). */
function checkDelta(delta: bigint): bigint {
	if (delta <= BigInt(ommerRewardDivisor)) return delta;
	throw new InputError(`ommers.delta is more than ${ommerRewardDivisor}: ${delta}`);
}

/** Withdrawals as JSON-RPC shows them. */
export function readWithdrawals(fields: JsonFields, member: string): Withdrawal[] | undefined {
	return fields.list(member)?.map((withdrawal) => ({
		index: withdrawal.integer("index", 8) ?? 0n,
		validatorIndex: withdrawal.integer("validatorIndex", 8) ?? 0n,
		address: requireField(withdrawal.address("address"), `${member}.address`),
		amount: withdrawal.integer("amount", 8) ?? 0n,
	}));
}

function readBlockHashes(hashes: JsonFields | undefined): ReadonlyMap<bigint, Hash> | undefined {
	if (hashes === undefined) return undefined;
	const byNumber = new Map<bigint, Hash>();
	for (const name of hashes.names()) {
		if (!/^(0x[0-9a-f]{1,20}|\d{1,20})$/i.test(name)) {
			throw new InputError(`blockHashes has a member that is no block number: ${name}`);
		}
		const hash = hashes.hash(name);
		if (hash !== undefined) byNumber.set(BigInt(name), hash);
	}
	return byNumber;
}

/** @throws {InputError} the value is missing */
export function requireField<T>(value: T | undefined, name: string): T {
	if (value === undefined) throw new InputError(`missing required field '${name}'`);
	return value;
}
