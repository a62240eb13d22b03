import type { Hex } from "@evmore/evm";
import { equalBytes } from "@evmore/evm/bytes";
import type { AccessListEntry, Authorization } from "@evmore/evm/tx";
import type { TransactionRequest } from "../execution/transaction-request.js";
import {
	address,
	bytes,
	type Codec,
	codec,
	fieldsOf,
	hash,
	invalid,
	list,
	looseInteger,
	uint64,
	uint256,
	word,
} from "./codec.js";

const entry = fieldsOf({ address, storageKeys: list(word) });

const accessListEntry: Codec<AccessListEntry> = codec((value, place) => {
	const { address: of, storageKeys } = entry.decode(value, place);
	return { address: of ?? invalid(place, "an address is missing"), storageKeys: storageKeys ?? [] };
});

const authorizationFields = fieldsOf({
	chainId: uint256,
	address,
	nonce: uint64,
	yParity: uint64,
	v: uint64,
	r: uint256,
	s: uint256,
});

const authorization: Codec<Authorization> = codec((value, place) => {
	const { chainId, address: of, nonce, yParity, v, r, s } = authorizationFields.decode(value, place);
	const parity = yParity ?? v ?? 0n;
	return {
		chainId: chainId ?? 0n,
		address: of ?? invalid(place, "an address is missing"),
		nonce: nonce ?? 0n,
		yParity: parity > 255n ? invalid(place, "yParity is out of range") : Number(parity),
		r: r ?? 0n,
		s: s ?? 0n,
	};
});

const fields = fieldsOf({
	// web3.py sends a JSON number, others leading zeros: go-ethereum does not even read it.
	type: looseInteger,
	from: address,
	to: address,
	gas: uint64,
	gasLimit: uint64,
	gasPrice: uint256,
	maxFeePerGas: uint256,
	maxPriorityFeePerGas: uint256,
	maxFeePerBlobGas: uint256,
	value: uint256,
	nonce: uint64,
	data: bytes,
	input: bytes,
	chainId: uint256,
	accessList: list(accessListEntry),
	authorizationList: list(authorization),
	blobVersionedHashes: list(hash),
	blobs: list(bytes, 64),
	commitments: list(bytes, 64),
	proofs: list(bytes, 64 * 128),
});

function toRequest(given: ReturnType<typeof fields.decode>): TransactionRequest {
	const { input, data, gas, gasLimit } = given;
	if (input === undefined && gasLimit === undefined) return given;
	return { ...given, data: input ?? data, gas: gas ?? gasLimit };
}

/** A transaction to send or sign, as a client describes it; `input` and `data` are the same thing. */
export const transactionRequest: Codec<TransactionRequest> = codec((value, place) => {
	const given = fields.decode(value, place);
	const { input, data } = given;
	if (input !== undefined && data !== undefined && !equalBytes(input, data)) {
		invalid(place, 'both "data" and "input" are set and not equal');
	}
	return toRequest(given);
});

/** A call. When `input` and `data` differ, `input` counts, as in go-ethereum, which refuses that only where something is signed. */
export const callRequest: Codec<TransactionRequest> = codec((value, place) => toRequest(fields.decode(value, place)));

/** Hexadecimal text of an integer, without leading zeros. */
export function toQuantity(value: bigint | number): Hex {
	return `0x${value.toString(16)}`;
}

/** 32 bytes. */
export function toWord(value: bigint): Hex {
	return `0x${value.toString(16).padStart(64, "0")}`;
}
