import type { Address, Hash, Log } from "@evmore/evm";
import { bloomContains } from "@evmore/evm/block";
import { hexToBytes } from "@evmore/evm/bytes";
import type { StoredBlock } from "../database/database.js";

/** Which logs are wanted. */
export interface LogFilter {
	/** Empty: of every contract. */
	readonly addresses: readonly Address[];
	/** Per place what may stand there; empty: anything. A log needs a topic at each place. */
	readonly topics: readonly (readonly Hash[])[];
}

/** A log and where it stands. */
export interface PlacedLog {
	readonly log: Log;
	readonly block: StoredBlock;
	readonly transactionIndex: number;
	readonly logIndex: number;
}

/** The logs of a block that a filter wants. */
export function findLogs(block: StoredBlock, filter: LogFilter): PlacedLog[] {
	if (!mayContain(block.block.header.logsBloom, filter)) return [];
	return listLogs(block).filter(({ log }) => matches(log, filter));
}

/** All logs of a block. */
export function listLogs(block: StoredBlock): PlacedLog[] {
	const found: PlacedLog[] = [];
	let logIndex = 0;
	for (const [transactionIndex, receipt] of block.receipts.entries()) {
		for (const log of receipt.logs) found.push({ log, block, transactionIndex, logIndex: logIndex++ });
	}
	return found;
}

function matches({ address, topics }: Log, filter: LogFilter): boolean {
	if (filter.addresses.length > 0 && !filter.addresses.includes(address)) return false;
	if (topics.length < filter.topics.length) return false;
	return filter.topics.every((wanted, place) => wanted.length === 0 || wanted.includes(topics[place]!));
}

function mayContain(bloom: Uint8Array, { addresses, topics }: LogFilter): boolean {
	const contains = (value: string): boolean => bloomContains(bloom, hexToBytes(value));
	if (addresses.length > 0 && !addresses.some(contains)) return false;
	return topics.every((wanted) => wanted.length === 0 || wanted.some(contains));
}
