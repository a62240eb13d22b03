import type { Address, Hash } from "../bytes/address.js";
import { concatBytes, equalBytes } from "../bytes/bytes.js";
import { bytesToHex } from "../bytes/hex.js";
import { bigIntToBytes } from "../bytes/integer.js";
import { sha256 } from "../crypto/sha256.js";
import type { Log } from "../evm/logs.js";
import { depositEventTopic } from "../spec/system-contracts.js";
import { emptyRequestsHash } from "./empty-hashes.js";

/**
 * Where the five fields of a deposit lie in the data of the deposit contract's log: the ABI encoding of public key,
 * withdrawal credentials, amount, signature and index, which are byte strings of fixed sizes (EIP-6110).
 */
const depositFields: readonly { readonly offset: number; readonly size: number }[] = [
	{ offset: 160, size: 48 },
	{ offset: 256, size: 32 },
	{ offset: 320, size: 8 },
	{ offset: 384, size: 96 },
	{ offset: 512, size: 8 },
];
const depositLogSizeBytes = 576;

/**
 * The deposits that logs tell of, one after another (EIP-6110); undefined when a log of the deposit contract is not laid
 * out as one of its events.
 *
 * @param contract - the chain's deposit contract
 */
export function collectDeposits(logs: Iterable<Log>, contract: Address): Uint8Array | undefined {
	const deposits: Uint8Array[] = [];
	for (const { address, topics, data } of logs) {
		if (address !== contract || topics[0] !== depositEventTopic) continue;
		const deposit = readDeposit(data);
		if (deposit === undefined) return undefined;
		deposits.push(deposit);
	}
	return concatBytes(...deposits);
}

/** 192 bytes: the fields one after another. */
function readDeposit(data: Uint8Array): Uint8Array | undefined {
	if (data.length !== depositLogSizeBytes) return undefined;
	for (const [index, { offset, size }] of depositFields.entries()) {
		if (!hasWord(data, index * 32, offset) || !hasWord(data, offset, size)) return undefined;
	}
	// The content of a byte string follows its length.
	return concatBytes(...depositFields.map(({ offset, size }) => data.subarray(offset + 32, offset + 32 + size)));
}

function hasWord(data: Uint8Array, at: number, value: number): boolean {
	return equalBytes(data.subarray(at, at + 32), bigIntToBytes(BigInt(value), 32));
}

/**
 * The hash of a block's requests (EIP-7685): sha256 of the sha256 of each. Requests without content do not count.
 *
 * @param requests - each with its type byte, in the order of types
 */
export function hashRequests(requests: readonly Uint8Array[]): Hash {
	const counted = requests.filter((request) => request.length > 1);
	return counted.length === 0 ? emptyRequestsHash : bytesToHex(sha256(concatBytes(...counted.map(sha256))));
}
