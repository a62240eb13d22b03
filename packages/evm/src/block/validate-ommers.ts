import type { Hash } from "../bytes/address.js";
import { maxOmmerDepth, maxOmmers } from "../spec/limits.js";
import type { Block } from "./block.js";
import { type BlockRefusal, refuseBlock } from "./block-exception.js";
import { type BlockHeader, hashHeader } from "./header.js";

/** A block that was imported, as far as its descendants ask about it. */
export interface Ancestor {
	readonly hash: Hash;
	readonly header: BlockHeader;
	readonly ommers: readonly BlockHeader[];
}

/**
 * Everything that can be wrong with a block's ommers (Yellow Paper 11.1): there are at most two, each is a valid header
 * whose parent is one of the six ancestors before the block's own parent, is itself no ancestor, and was not rewarded
 * before.
 *
 * @param ancestors - of the block, its parent first: seven of them, or all there are
 * @param validate - the header rules for an ommer with this parent
 * @returns why the block is refused, or undefined
 */
export function validateOmmers(
	block: Pick<Block, "header" | "ommers">,
	ancestors: readonly Ancestor[],
	validate: (ommer: BlockHeader, parent: Ancestor) => BlockRefusal | undefined,
): BlockRefusal | undefined {
	const { header, ommers } = block;
	if (ommers.length === 0) return undefined;
	if (ommers.length > maxOmmers) return refuseBlock("TOO_MANY_UNCLES", `${ommers.length} ommers, above ${maxOmmers}`);
	const generations = ancestors.slice(0, maxOmmerDepth + 1);
	const known = new Set(generations.map(({ hash }) => hash));
	const rewarded = new Set(generations.slice(0, maxOmmerDepth).flatMap((ancestor) => ancestor.ommers.map(hashHeader)));
	const own = hashHeader(header);
	for (const ommer of ommers) {
		const hash = hashHeader(ommer);
		if (rewarded.has(hash)) return refuseBlock("UNCLE_IN_CHAIN", `the ommer ${hash} was included already`);
		rewarded.add(hash);
		if (known.has(hash) || hash === own) return refuseBlock("UNCLE_IS_ANCESTOR", `the ommer ${hash} is an ancestor`);
		if (ommer.parentHash === header.parentHash) {
			return refuseBlock("UNCLE_IS_BROTHER", `the ommer ${hash} has the block's own parent`);
		}
		const parent = generations.find((ancestor) => ancestor.hash === ommer.parentHash);
		if (parent === undefined) {
			return refuseBlock("UNCLE_PARENT_INCORRECT", `the parent of the ommer ${hash} is no recent ancestor`);
		}
		const refusal = validate(ommer, parent);
		if (refusal !== undefined) return { ...refusal, details: `ommer ${hash}: ${refusal.details}` };
	}
	return undefined;
}
