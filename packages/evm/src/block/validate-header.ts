import { bytesToHex } from "../bytes/hex.js";
import type { Chain } from "../spec/chain.js";
import { daoExtraData, daoExtraDataBlocks } from "../spec/chains/dao-fork.js";
import { maxBlockGasLimit } from "../spec/limits.js";
import type { Spec } from "../spec/spec.js";
import { computeBaseFee } from "./base-fee.js";
import { computeExcessBlobGas } from "./blob-gas.js";
import { type BlockExceptionName, type BlockRefusal, refuseBlock } from "./block-exception.js";
import { computeDifficulty } from "./difficulty.js";
import { emptyOmmersHash } from "./empty-hashes.js";
import type { BlockHeader } from "./header.js";

type Check = (header: BlockHeader, parent: BlockHeader, spec: Spec, network: Chain) => BlockRefusal | undefined;

/**
 * Everything that can be wrong with a header by itself and against its parent's (Yellow Paper 4.3.4, with what the rules
 * added). What the body and execution must give is checked elsewhere, and so is the seal of the proof of work.
 *
 * @param spec - the rules of the block with this header
 * @returns why it is refused, or undefined
 */
export function validateHeader(
	header: BlockHeader,
	parent: BlockHeader,
	spec: Spec,
	network: Chain,
): BlockRefusal | undefined {
	for (const check of checks) {
		const refusal = check(header, parent, spec, network);
		if (refusal !== undefined) return refusal;
	}
	return undefined;
}

const checkPosition: Check = (header, parent) => {
	if (header.number !== parent.number + 1n) {
		return refuseBlock("INVALID_BLOCK_NUMBER", `number ${header.number} follows ${parent.number}`);
	}
	if (header.timestamp <= parent.timestamp) {
		return refuseBlock(
			"INVALID_BLOCK_TIMESTAMP_OLDER_THAN_PARENT",
			`timestamp ${header.timestamp} is not after the parent's ${parent.timestamp}`,
		);
	}
	return undefined;
};

const checkExtraData: Check = (header, _, spec, { daoForkBlock }) => {
	const { extraData, number } = header;
	const { maxExtraDataBytes } = spec.parameters;
	if (extraData.length > maxExtraDataBytes) {
		return refuseBlock("EXTRA_DATA_TOO_BIG", `${extraData.length} bytes of extra data, above ${maxExtraDataBytes}`);
	}
	// EIP-779: clients of the two chains would not follow each other's blocks.
	if (daoForkBlock === undefined || number < daoForkBlock || number >= daoForkBlock + daoExtraDataBlocks) {
		return undefined;
	}
	if (bytesToHex(extraData) === daoExtraData) return undefined;
	return refuseBlock("EXTRA_DATA_INVALID_DAO", `extra data ${bytesToHex(extraData)} instead of ${daoExtraData}`);
};

const checkProofOfStake: Check = (header, parent, spec) => {
	if (!spec.rules.proofOfStake) return undefined;
	if (header.difficulty !== 0n) {
		if (parent.difficulty === 0n) {
			return refuseBlock("IMPORT_IMPOSSIBLE_DIFFICULTY_OVER_PARIS", `difficulty ${header.difficulty} instead of 0`);
		}
		// Work goes on where stake has to take over: it may be good work, or not even that.
		const isGoodWork = header.difficulty === difficultyAfter(header, parent, spec);
		const name = isGoodWork ? "IMPORT_IMPOSSIBLE_PARIS_WRONG_POW" : "INVALID_DIFFICULTY";
		return refuseBlock(name, `difficulty ${header.difficulty} instead of 0`);
	}
	if (header.ommersHash !== emptyOmmersHash) {
		return refuseBlock("IMPORT_IMPOSSIBLE_UNCLES_OVER_PARIS", "there are ommers");
	}
	if (BigInt(header.nonce) !== 0n) return refuseBlock("INCORRECT_BLOCK_FORMAT", `nonce ${header.nonce} instead of 0`);
	return undefined;
};

const checkDifficulty: Check = (header, parent, spec, network) => {
	if (spec.rules.proofOfStake) return undefined;
	const due = difficultyAfter(header, parent, spec);
	if (header.difficulty === due) return undefined;
	const isEarlyStake = header.difficulty === 0n && network.terminalTotalDifficulty !== undefined;
	const name = isEarlyStake ? "IMPORT_IMPOSSIBLE_PARIS_WRONG_POS" : "INVALID_DIFFICULTY";
	return refuseBlock(name, `difficulty ${header.difficulty} instead of ${due}`);
};

function difficultyAfter({ timestamp, number }: BlockHeader, parent: BlockHeader, spec: Spec): bigint {
	return computeDifficulty(spec, {
		parentDifficulty: parent.difficulty,
		parentTimestamp: parent.timestamp,
		parentHasOmmers: parent.ommersHash !== emptyOmmersHash,
		timestamp,
		number,
	});
}

/** Fields that rules brought, with the names of their faults: not there yet, there too early. */
interface LateField {
	readonly name: keyof BlockHeader;
	isDue(rules: Spec["rules"]): boolean;
	missing(parent: BlockHeader): BlockExceptionName;
	readonly early: BlockExceptionName;
}

const lateFields: readonly LateField[] = [
	{
		name: "baseFee",
		isDue: (rules) => rules.feeMarket,
		missing: (parent) =>
			parent.baseFee === undefined ? "IMPORT_IMPOSSIBLE_LEGACY" : "IMPORT_IMPOSSIBLE_LEGACY_WRONG_PARENT",
		early: "IMPORT_IMPOSSIBLE_LONDON_WRONG_PARENT",
	},
	{
		name: "withdrawalsRoot",
		isDue: (rules) => rules.withdrawals,
		missing: () => "IMPORT_IMPOSSIBLE_PARIS_OVER_SHANGHAI",
		early: "IMPORT_IMPOSSIBLE_SHANGHAI",
	},
	...(["blobGasUsed", "excessBlobGas"] as const).map(
		(name): LateField => ({
			name,
			isDue: (rules) => rules.blobs,
			missing: () => "INCORRECT_BLOCK_FORMAT",
			early: "INCORRECT_BLOCK_FORMAT",
		}),
	),
	{
		name: "parentBeaconBlockRoot",
		isDue: (rules) => rules.beaconRoots,
		missing: () => "INCORRECT_BLOCK_FORMAT",
		early: "INCORRECT_BLOCK_FORMAT",
	},
	{
		name: "requestsHash",
		isDue: (rules) => rules.requests,
		missing: () => "INCORRECT_BLOCK_FORMAT",
		early: "INCORRECT_BLOCK_FORMAT",
	},
];

const checkMissingFields: Check = (header, parent, spec) => {
	const field = lateFields.find(({ name, isDue }) => isDue(spec.rules) && header[name] === undefined);
	return field && refuseBlock(field.missing(parent), `the header has no ${field.name}`);
};

const checkEarlyFields: Check = (header, _, spec) => {
	const field = lateFields.find(({ name, isDue }) => !isDue(spec.rules) && header[name] !== undefined);
	return field && refuseBlock(field.early, `the header has ${field.name}, which the rules do not know`);
};

const checkGas: Check = (header, parent, spec) => {
	const { gasLimit, gasUsed } = header;
	const { gasLimitBoundDivisor, minGasLimit, baseFeeElasticity } = spec.parameters;
	// In the first block with a base fee the limit doubles, so that the target is what the limit was (EIP-1559).
	const isFirst = spec.rules.feeMarket && parent.baseFee === undefined;
	const before = isFirst ? parent.gasLimit * BigInt(baseFeeElasticity) : parent.gasLimit;
	const change = gasLimit > before ? gasLimit - before : before - gasLimit;
	if (
		change >= before / BigInt(gasLimitBoundDivisor) ||
		gasLimit < BigInt(minGasLimit) ||
		gasLimit > maxBlockGasLimit
	) {
		return refuseBlock("INVALID_GASLIMIT", `gas limit ${gasLimit} follows ${before}`);
	}
	if (gasUsed > gasLimit) {
		return refuseBlock("INVALID_GAS_USED_ABOVE_LIMIT", `${gasUsed} gas used, above the limit of ${gasLimit}`);
	}
	return undefined;
};

const checkBaseFee: Check = (header, parent, spec) => {
	if (!spec.rules.feeMarket) return undefined;
	const due = computeBaseFee(spec, parent);
	if (header.baseFee === due) return undefined;
	return refuseBlock("INVALID_BASEFEE_PER_GAS", `base fee ${header.baseFee} instead of ${due}`);
};

const checkBlobGas: Check = (header, parent, spec) => {
	if (!spec.rules.blobs) return undefined;
	const due = computeExcessBlobGas(spec, {
		// A parent from before there were blobs had none.
		excessBlobGas: parent.excessBlobGas ?? 0n,
		blobGasUsed: parent.blobGasUsed ?? 0n,
		baseFee: parent.baseFee ?? 0n,
	});
	if (header.excessBlobGas === due) return undefined;
	return refuseBlock("INCORRECT_EXCESS_BLOB_GAS", `excess blob gas ${header.excessBlobGas} instead of ${due}`);
};

/** Where a header has several faults, the one that the execution specification's tests name comes first. */
const checks: readonly Check[] = [
	checkPosition,
	checkExtraData,
	checkProofOfStake,
	checkDifficulty,
	checkMissingFields,
	checkGas,
	checkEarlyFields,
	checkBaseFee,
	checkBlobGas,
];
