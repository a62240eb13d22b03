import { type BlockHeader, decodeHeader, readHeaderFields } from "@evmore/evm/block";
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
	return readHeaderFields({
		has: (name) => json.has(name),
		hash: (name) => json.hash(name),
		address: (name) => json.address(name),
		bytes: (name, size) => json.bytes(name, size),
		integer: (name) => json.number(name),
	});
}
