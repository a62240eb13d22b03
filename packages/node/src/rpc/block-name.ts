import type { BlockName } from "../node/dev-node.js";
import { boolean, type Codec, codec, fieldsOf, hash, invalid, looseInteger, uint64 } from "./codec.js";

const tags: ReadonlySet<string> = new Set(["latest", "earliest", "pending", "safe", "finalized"]);

/** A block by number or tag. */
export const blockNumber: Codec<Exclude<BlockName, object>> = codec((value, place) =>
	typeof value === "string" && tags.has(value) ? (value as "latest") : uint64.decode(value, place),
);

const byObject = fieldsOf({ blockNumber, blockHash: hash, requireCanonical: boolean });

/** A block by number, tag, hash, or an object that holds one of them (EIP-1898). */
export const blockName: Codec<BlockName> = codec((value, place) => {
	if (typeof value === "string" && /^0x[0-9a-f]{64}$/i.test(value)) {
		return { blockHash: hash.decode(value, place), requireCanonical: false };
	}
	if (typeof value !== "object" || value === null) return blockNumber.decode(value, place);
	const { blockNumber: number, blockHash, requireCanonical } = byObject.decode(value, place);
	if (blockHash === undefined) return number ?? invalid(place, "neither blockHash nor blockNumber");
	if (number !== undefined) return invalid(place, "cannot specify both blockHash and blockNumber");
	return { blockHash, requireCanonical: requireCanonical ?? false };
});

/** As `blockName`, or a JSON number: for methods whose numbers are no quantities elsewhere. */
export const looseBlockName: Codec<BlockName> = codec((value, place) =>
	typeof value === "number" ? looseInteger.decode(value, place) : blockName.decode(value, place),
);
