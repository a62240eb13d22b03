import type { Address, Hash } from "@evmore/evm";
import type { Withdrawal } from "@evmore/evm/block";
import { invalidParameters } from "../errors/rpc-error.js";
import type { AccountOverride, StateOverrides } from "../execution/move-precompiles.js";
import {
	address,
	bytes,
	type Codec,
	codec,
	fieldsOf,
	hash,
	invalid,
	list,
	mapOf,
	object,
	uint64,
	uint256,
	word,
} from "./codec.js";

const slots = mapOf(word, word);

const accountFields = fieldsOf({
	nonce: uint64,
	code: bytes,
	balance: uint256,
	state: slots,
	stateDiff: slots,
	movePrecompileToAddress: address,
});

const accountOverride: Codec<AccountOverride> = codec((value, place) => {
	const { state, stateDiff, nonce, code, balance, movePrecompileToAddress } = accountFields.decode(value, place);
	if (state !== undefined && stateDiff !== undefined) {
		throw invalidParameters(`${place} has both 'state' and 'stateDiff'`);
	}
	return {
		...(nonce !== undefined && { nonce }),
		...(code !== undefined && { code }),
		...(balance !== undefined && { balance }),
		...(state !== undefined && { storage: state }),
		...(stateDiff !== undefined && { storageDiff: stateDiff }),
		...(movePrecompileToAddress !== undefined && { movePrecompileToAddress }),
	};
});

export const stateOverrides: Codec<StateOverrides> = mapOf(address, accountOverride);

/** What is different about a block for a call. */
export interface BlockOverrides {
	readonly number: bigint | undefined;
	readonly timestamp: bigint | undefined;
	readonly gasLimit: bigint | undefined;
	readonly coinbase: Address | undefined;
	readonly prevRandao: Hash | undefined;
	readonly baseFee: bigint | undefined;
	readonly blobBaseFee: bigint | undefined;
	readonly difficulty: bigint | undefined;
	readonly parentBeaconBlockRoot: Hash | undefined;
	readonly withdrawals: readonly Withdrawal[] | undefined;
}

const withdrawalFields = fieldsOf({ index: uint64, validatorIndex: uint64, address, amount: uint64 });

const withdrawal: Codec<Withdrawal> = codec((value, place) => {
	const { index, validatorIndex, address: to, amount } = withdrawalFields.decode(value, place);
	if (to === undefined) throw invalidParameters(`${place} has no address`);
	return { index: index ?? 0n, validatorIndex: validatorIndex ?? 0n, address: to, amount: amount ?? 0n };
});

const fieldCodecs = {
	number: uint64,
	time: uint64,
	timestamp: uint64,
	gasLimit: uint64,
	feeRecipient: address,
	coinbase: address,
	prevRandao: hash,
	random: hash,
	baseFeePerGas: uint256,
	baseFee: uint256,
	blobBaseFee: uint256,
	difficulty: uint256,
	beaconRoot: hash,
	parentBeaconBlockRoot: hash,
	withdrawals: list(withdrawal, 16),
};

const blockFields = fieldsOf(fieldCodecs);

/** Names of the fields that are there. */
function namesOf(value: unknown, place: string): string[] {
	return Object.entries(object.decode(value, place))
		.filter(([, entry]) => entry !== undefined && entry !== null)
		.map(([name]) => name);
}

/**
 * What is different about a simulated block. Fields have a name in simulations and another in calls; both are read. A field that is not
 * known is refused, as by anvil: without it the answer would be that of another block.
 */
export const blockOverrides: Codec<BlockOverrides> = codec((value, place) => {
	const unknown = namesOf(value, place).find((name) => !Object.hasOwn(fieldCodecs, name));
	if (unknown !== undefined) invalid(place, `block override "${unknown.slice(0, 100)}" is not supported`);
	const fields = blockFields.decode(value, place);
	return {
		number: fields.number,
		timestamp: fields.time ?? fields.timestamp,
		gasLimit: fields.gasLimit,
		coinbase: fields.feeRecipient ?? fields.coinbase,
		prevRandao: fields.prevRandao ?? fields.random,
		baseFee: fields.baseFeePerGas ?? fields.baseFee,
		blobBaseFee: fields.blobBaseFee,
		difficulty: fields.difficulty,
		parentBeaconBlockRoot: fields.beaconRoot ?? fields.parentBeaconBlockRoot,
		withdrawals: fields.withdrawals,
	};
});

/** Only a block that is made begins with a system call and ends with withdrawals. */
const fieldsOfMadeBlocks: ReadonlySet<string> = new Set(["beaconRoot", "parentBeaconBlockRoot", "withdrawals"]);

/** What is different about the block of a call; what a call does not see is refused, as by go-ethereum. */
export const callBlockOverrides: Codec<BlockOverrides> = codec((value, place) => {
	const unseen = namesOf(value, place).find((name) => fieldsOfMadeBlocks.has(name));
	if (unseen !== undefined) invalid(place, `block override "${unseen}" is not supported for this method`);
	return blockOverrides.decode(value, place);
});
