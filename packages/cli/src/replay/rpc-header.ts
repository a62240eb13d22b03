import { type BlockHeader, decodeHeader } from "@evmore/evm/block";
import { InputError } from "../errors.js";
import { JsonFields } from "./json-fields.js";

/** A header as an execution witness has it: RLP in hexadecimal, or the object that JSON-RPC gives. */
export function readHeader(value: unknown, where: string): BlockHeader {
	if (typeof value === "string") {
		try {
			return decodeHeader(new JsonFields(where, { header: value }).bytes("header"));
		} catch (error) {
			if (error instanceof InputError) throw error;
			throw new InputError(`${where}: ${(error as Error).message.split("\n")[0]}`);
		}
	}
	const json = new JsonFields(where, value);
	const number = (name: string): bigint | undefined => (json.has(name) ? json.number(name) : undefined);
	const hash = (name: string): `0x${string}` | undefined => (json.has(name) ? json.hash(name) : undefined);
	return {
		parentHash: json.hash("parentHash"),
		ommersHash: json.hash("sha3Uncles"),
		coinbase: json.address("miner"),
		stateRoot: json.hash("stateRoot"),
		transactionsRoot: json.hash("transactionsRoot"),
		receiptsRoot: json.hash("receiptsRoot"),
		logsBloom: json.bytes("logsBloom"),
		difficulty: json.number("difficulty"),
		number: json.number("number"),
		gasLimit: json.number("gasLimit"),
		gasUsed: json.number("gasUsed"),
		timestamp: json.number("timestamp"),
		extraData: json.bytes("extraData"),
		mixHash: json.hash("mixHash"),
		nonce: json.text("nonce") as `0x${string}`,
		baseFee: number("baseFeePerGas"),
		withdrawalsRoot: hash("withdrawalsRoot"),
		blobGasUsed: number("blobGasUsed"),
		excessBlobGas: number("excessBlobGas"),
		parentBeaconBlockRoot: hash("parentBeaconBlockRoot"),
		requestsHash: hash("requestsHash"),
	};
}
