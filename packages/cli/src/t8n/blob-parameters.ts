import type { JsonFields } from "@evmore/evm/block";
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
	const read = (name: string): string => requireField(fields.integer(name, 6), `${member}.${name}`).toString();
	return { target: read("target"), max: read("max"), baseFeeUpdateFraction: read("baseFeeUpdateFraction") };
}
