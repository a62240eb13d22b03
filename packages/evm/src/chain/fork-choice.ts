import type { BlockRecord } from "./block-record.js";

/**
 * Whether a new block becomes the head. Under proof of work the highest total difficulty counts, and of equals the first
 * seen (Yellow Paper 10). Under proof of stake it is the beacon chain's choice (EIP-3675): here every valid block in turn.
 */
export function becomesHead(block: BlockRecord, head: BlockRecord): boolean {
	if (block.isStaked) return true;
	return !head.isStaked && block.totalDifficulty > head.totalDifficulty;
}
