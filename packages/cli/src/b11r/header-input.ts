import { type BlockHeader, emptyOmmersHash, hashOmmers, type JsonFields } from "@evmore/evm/block";
import { type Address, bytesToHex, type Hash, zeroAddress } from "@evmore/evm/bytes";
import { emptyRootHash } from "@evmore/evm/crypto";
import { InputError } from "../errors.js";
import { requireField } from "../t8n/environment.js";

/** A header as it is given: what is left out gets the value of an empty block. */
export interface HeaderInput {
	readonly parentHash: Hash;
	readonly ommersHash: Hash | undefined;
	readonly coinbase: Address | undefined;
	readonly extraData: Uint8Array | undefined;
	/** 8 bytes. */
	readonly nonce: `0x${string}` | undefined;
	/** All other fields. */
	readonly rest: Omit<BlockHeader, "parentHash" | "ommersHash" | "coinbase" | "extraData" | "nonce">;
}

const zeroHash: Hash = `0x${"00".repeat(32)}`;
const bloomBytes = 256;

/** Reads a header as JSON-RPC names its fields. */
export function readHeaderInput(parts: JsonFields, member: string): HeaderInput {
	const json = parts.object(member);
	if (json === undefined) throw new InputError(`${member} is missing`);
	return {
		parentHash: json.hash("parentHash") ?? zeroHash,
		ommersHash: json.hash("sha3Uncles"),
		coinbase: json.address("miner"),
		extraData: json.has("extraData") ? json.bytes("extraData") : undefined,
		nonce: json.has("nonce") ? readNonce(json.bytes("nonce")) : undefined,
		rest: {
			stateRoot: requireField(json.hash("stateRoot"), "stateRoot"),
			transactionsRoot: json.hash("transactionsRoot") ?? emptyRootHash,
			receiptsRoot: json.hash("receiptsRoot") ?? emptyRootHash,
			logsBloom: readBloom(json),
			difficulty: json.integer("difficulty", 32) ?? 0n,
			number: requireField(json.integer("number", 8), "number"),
			gasLimit: requireField(json.integer("gasLimit", 8), "gasLimit"),
			gasUsed: json.integer("gasUsed", 8) ?? 0n,
			timestamp: requireField(json.integer("timestamp", 8), "timestamp"),
			mixHash: json.hash("mixHash") ?? zeroHash,
			baseFee: json.integer("baseFeePerGas", 32),
			withdrawalsRoot: json.hash("withdrawalsRoot"),
			blobGasUsed: json.integer("blobGasUsed", 8),
			excessBlobGas: json.integer("excessBlobGas", 8),
			parentBeaconBlockRoot: json.hash("parentBeaconBlockRoot"),
			requestsHash: json.hash("requestsHash"),
		},
	};
}

/** The header of a block with these ommers. */
export function buildHeader(input: HeaderInput, ommers: readonly BlockHeader[]): BlockHeader {
	return {
		...fillGaps(input.rest),
		parentHash: input.parentHash,
		ommersHash: input.ommersHash ?? (ommers.length === 0 ? emptyOmmersHash : hashOmmers(ommers)),
		coinbase: input.coinbase ?? zeroAddress,
		extraData: input.extraData ?? new Uint8Array(0),
		nonce: input.nonce ?? bytesToHex(new Uint8Array(8)),
	};
}

/** The fields that later forks have added, and what stands for one that is left out before one that is given: no bytes. */
const lateFields = {
	baseFee: 0n,
	withdrawalsRoot: "0x" as Hash,
	blobGasUsed: 0n,
	excessBlobGas: 0n,
	parentBeaconBlockRoot: "0x" as Hash,
	requestsHash: "0x" as Hash,
} as const;

function fillGaps(fields: HeaderInput["rest"]): HeaderInput["rest"] {
	const names = Object.keys(lateFields) as (keyof typeof lateFields)[];
	const last = names.findLastIndex((name) => fields[name] !== undefined);
	const gaps = names.slice(0, last + 1).filter((name) => fields[name] === undefined);
	return { ...fields, ...Object.fromEntries(gaps.map((name) => [name, lateFields[name]])) };
}

function readNonce(bytes: Uint8Array): `0x${string}` {
	if (bytes.length !== 8) throw new InputError(`header.nonce has ${bytes.length} bytes instead of 8`);
	return bytesToHex(bytes);
}

function readBloom(json: JsonFields): Uint8Array {
	if (!json.has("logsBloom")) return new Uint8Array(bloomBytes);
	const bloom = json.bytes("logsBloom");
	if (bloom.length !== bloomBytes) {
		throw new InputError(`header.logsBloom has ${bloom.length} bytes instead of ${bloomBytes}`);
	}
	return bloom;
}
