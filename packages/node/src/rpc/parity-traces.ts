import { type JsonValue, listBlockTraces, listRewardTraces } from "@evmore/evm/trace";
import type { StoredBlock } from "../database/database.js";
import type { DevNode } from "../node/dev-node.js";
import { tracedBlockOf, traceLimits } from "./traced-block.js";

/**
 * The calls of a block's transactions in Parity's form. The first block has no transactions, and nothing before it to execute them
 * on.
 *
 * @param only - place of the one transaction that is wanted
 */
export async function* callTracesOf(
	node: DevNode,
	stored: StoredBlock,
	only?: number,
): AsyncGenerator<JsonValue, void> {
	if (stored.hashes.length > 0) yield* listBlockTraces(tracedBlockOf(node, stored), traceLimits, only);
}

/** The calls of a block's transactions, and its rewards. */
export async function* blockTracesOf(node: DevNode, stored: StoredBlock): AsyncGenerator<JsonValue, void> {
	const { chain } = node;
	const { header, hash, ommers } = stored.block;
	// Nobody made the first block.
	if (header.number === chain.firstNumber) return;
	yield* callTracesOf(node, stored);
	yield* listRewardTraces({ header, hash, ommers }, chain.specOf(stored));
}
