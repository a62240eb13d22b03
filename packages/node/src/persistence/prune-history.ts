import type { Hash } from "@evmore/evm";
import type { LmdbDatabase } from "./lmdb-database.js";
import { StateWalk } from "./state-walk.js";

/** Nodes removed in one transaction. */
const removedAtOnce = 10_000;

/**
 * Removes the nodes that only states of old blocks need: those more than `history` blocks behind the head. Blocks and receipts
 * stay. It may be interrupted at any moment: what is still needed is never touched.
 *
 * @param history - how many states before the head's are kept
 * @param alsoKept - further roots that somebody needs, as those of snapshots
 * @returns how many nodes are gone
 */
export async function pruneHistory(
	database: LmdbDatabase,
	history: bigint,
	alsoKept: readonly Hash[] = [],
): Promise<number> {
	const head = database.getBlock(database.getHead()!)!;
	const walk = new StateWalk(database, false);
	for (const root of alsoKept) walk.visitState(root);
	for (let block = head, kept = 0n; kept <= history; kept++) {
		if (!walk.hasState(block.stateRoot)) break;
		walk.visitState(block.stateRoot);
		const parent = database.getBlock(block.block.header.parentHash);
		if (parent === undefined) break;
		block = parent;
	}
	const unneeded = [...database.nodeHashes()].filter((hash) => !walk.hasNode(hash));
	for (let start = 0; start < unneeded.length; start += removedAtOnce) {
		await database.removeNodes(unneeded.slice(start, start + removedAtOnce));
	}
	return unneeded.length;
}
