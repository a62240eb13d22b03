import type { BlockName } from "../node/dev-node.js";
import { boolean, type Codec, codec, fieldsOf, hash, uint64 } from "./codec.js";

const tags: ReadonlySet<string> = new Set(["latest", "earliest", "pending", "safe", "finalized"]);

const byObject = fieldsOf({ blockNumber: uint64, blockHash: hash, requireCanonical: boolean });

/** A block by number or tag. */
export const blockNumber: Codec<Exclude<BlockName, object>> = codec((value, place) =>
	typeof value === "string" && tags.has(value) ? (value as "latest") : uint64.decode(value, place),
);

/** A block by number, tag, hash, or an object that holds one of them (EIP-1898). */
export const blockName: Codec<BlockName> = codec((value, place) => {
	if (typeof value === "string" && /^0x[0-9a-f]{64}$/i.test(value)) {
		return { blockHash: hash.decode(value, place), requireCanonical: false };
	}
	if (typeof value !== "object" || value === null) return blockNumber.decode(value, place);
	const { blockNumber: number, blockHash, requireCanonical } = byObject.decode(value, place);
	if (blockHash !== undefined) return { blockHash, requireCanonical: requireCanonical ?? false };
	return number ?? "latest";
});
