import { type JsonValue, listBlockTraces, listRewardTraces } from "@evmore/evm/trace";
import type { StoredBlock } from "../database/database.js";
import type { DevNode } from "../node/dev-node.js";
import { tracedBlockOf, traceLimits } from "./traced-block.js";

/** All that an asynchronous iterable gives. */
export async function collect<T>(values: AsyncIterable<T>): Promise<T[]> {
	const all: T[] = [];
	for await (const value of values) all.push(value);
	return all;
}

/**
 * The calls of a block's transactions in Parity's form. The first block has no transactions, and nothing before it to execute them
 * on.
 *
 * @param only - place of the one transaction that is wanted
 */
export async function callTracesOf(node: DevNode, stored: StoredBlock, only?: number): Promise<JsonValue[]> {
	if (stored.hashes.length === 0) return [];
	return collect(listBlockTraces(tracedBlockOf(node, stored), traceLimits, only));
}

/** The calls of a block's transactions, and its rewards. */
export async function blockTracesOf(node: DevNode, stored: StoredBlock): Promise<JsonValue[]> {
	const { chain } = node;
	const { header, hash, ommers } = stored.block;
	// Nobody made the first block.
	if (header.number === chain.firstNumber) return [];
	return [...(await callTracesOf(node, stored)), ...listRewardTraces({ header, hash, ommers }, chain.specOf(stored))];
}
