import type { JsonFields } from "@evmore/evm/block";
import { InputError } from "../errors.js";
import { requireField } from "./environment.js";

/** Blobs of a block: how many the price aims at, how many there may be, and how steep the price is. */
export interface BlobParameters {
	readonly target: string;
	readonly max: string;
	readonly baseFeeUpdateFraction: string;
}

/** Reads `blobParams`, with which test fillers try other blob parameters than those of a fork. */
export function readBlobParameters(parts: JsonFields, member: string): BlobParameters | undefined {
	const fields = parts.object(member);
	if (fields === undefined) return undefined;
	const read = (name: string): string => requireField(fields.integer(name, 4), `${member}.${name}`).toString();
	const max = read("max");
	const fraction = read("baseFeeUpdateFraction");
	if (max === "0") throw new InputError(`${member}.max is 0`);
	if (fraction === "0") throw new InputError(`${member}.baseFeeUpdateFraction is 0`);
	return { target: read("target"), max, baseFeeUpdateFraction: fraction };
}
