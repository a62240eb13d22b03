import type { Address, Hash } from "../bytes/address.js";
import { bytesToHex } from "../bytes/hex.js";
import type { BlockHeader } from "./header.js";

/** The members of a JSON object by their names. Whoever reads says in its own words what is missing or wrong: each method may throw. */
export interface HeaderFields {
	/** Whether the member is there, and not null. */
	has(name: string): boolean;
	hash(name: string): Hash;
	address(name: string): Address;
	/** @param sizeBytes - undefined: any number of bytes */
	bytes(name: string, sizeBytes?: number): Uint8Array;
	/** An unsigned integer of at most so many bytes. */
	integer(name: string, maxSizeBytes: number): bigint;
}

/** A header whose fields are named as in JSON-RPC (execution-apis). What later forks appended may be missing. */
export function readHeaderFields(fields: HeaderFields): BlockHeader {
	const lateInteger = (name: string, size: number): bigint | undefined =>
		fields.has(name) ? fields.integer(name, size) : undefined;
	const lateHash = (name: string): Hash | undefined => (fields.has(name) ? fields.hash(name) : undefined);
	return {
		parentHash: fields.hash("parentHash"),
		ommersHash: fields.hash("sha3Uncles"),
		coinbase: fields.address("miner"),
		stateRoot: fields.hash("stateRoot"),
		transactionsRoot: fields.hash("transactionsRoot"),
		receiptsRoot: fields.hash("receiptsRoot"),
		logsBloom: fields.bytes("logsBloom", 256),
		difficulty: fields.integer("difficulty", 32),
		number: fields.integer("number", 8),
		gasLimit: fields.integer("gasLimit", 8),
		gasUsed: fields.integer("gasUsed", 8),
		timestamp: fields.integer("timestamp", 8),
		extraData: fields.bytes("extraData"),
		mixHash: fields.hash("mixHash"),
		nonce: bytesToHex(fields.bytes("nonce", 8)),
		baseFee: lateInteger("baseFeePerGas", 32),
		withdrawalsRoot: lateHash("withdrawalsRoot"),
		blobGasUsed: lateInteger("blobGasUsed", 8),
		excessBlobGas: lateInteger("excessBlobGas", 8),
		parentBeaconBlockRoot: lateHash("parentBeaconBlockRoot"),
		requestsHash: lateHash("requestsHash"),
	};
}
