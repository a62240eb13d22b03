import type { Address, Hash } from "../bytes/address.js";
import { bytesToHex, hexToBytes } from "../bytes/hex.js";
import { bigIntToMinimalBytes, bytesToBigInt } from "../bytes/integer.js";
import { encodeRlp, type RlpItem } from "../rlp/rlp.js";
import { computeIndexedRoot } from "../state/trie/trie-root.js";
import { type BlockExceptionName, InvalidBlockError } from "./block-exception.js";

/** Ether that leaves the beacon chain for an account (EIP-4895). */
export interface Withdrawal {
	/** Counts all withdrawals. */
	readonly index: bigint;
	readonly validatorIndex: bigint;
	readonly address: Address;
	/** Gwei. */
	readonly amount: bigint;
}

/** Wei per gwei. */
export const weiPerGwei = 1_000_000_000n;

/** The fields of a withdrawal as an RLP list, for use within a block. */
export function withdrawalToRlp({ index, validatorIndex, address, amount }: Withdrawal): RlpItem {
	return [
		bigIntToMinimalBytes(index),
		bigIntToMinimalBytes(validatorIndex),
		hexToBytes(address),
		bigIntToMinimalBytes(amount),
	];
}

/** A withdrawal from its decoded RLP. @throws {InvalidBlockError} it is none */
export function withdrawalFromRlp(item: RlpItem): Withdrawal {
	if (item instanceof Uint8Array || item.length !== 4) {
		refuse("RLP_STRUCTURES_ENCODING", "A withdrawal is a list of 4 fields");
	}
	const [index, validatorIndex, address, amount] = item;
	if (!(address instanceof Uint8Array) || address.length !== 20) {
		refuse("RLP_INVALID_ADDRESS", "The address of a withdrawal does not have 20 bytes");
	}
	return {
		index: readUint64(index!, "index"),
		validatorIndex: readUint64(validatorIndex!, "validator index"),
		address: bytesToHex(address),
		amount: readUint64(amount!, "amount"),
	};
}

/** The root of the trie of a block's withdrawals. */
export function computeWithdrawalsRoot(withdrawals: readonly Withdrawal[]): Hash {
	return bytesToHex(computeIndexedRoot(withdrawals.map((withdrawal) => encodeRlp(withdrawalToRlp(withdrawal)))));
}

function readUint64(item: RlpItem, name: string): bigint {
	if (!(item instanceof Uint8Array)) refuse("RLP_STRUCTURES_ENCODING", `The ${name} of a withdrawal is a list`);
	if (item.length > 8) refuse("RLP_INVALID_FIELD_OVERFLOW_64", `The ${name} of a withdrawal has ${item.length} bytes`);
	if (item[0] === 0) refuse("RLP_STRUCTURES_ENCODING", `The ${name} of a withdrawal begins with a zero byte`);
	return bytesToBigInt(item);
}

function refuse(name: BlockExceptionName, details: string): never {
	throw new InvalidBlockError(`BlockException.${name}`, details);
}
