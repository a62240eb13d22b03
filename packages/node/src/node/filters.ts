import type { Hash, Hex } from "@evmore/evm";
import { findLogs, type LogFilter, type PlacedLog } from "../chain/log-filter.js";
import type { HeadChange } from "../chain/node-chain.js";
import type { StoredBlock } from "../database/database.js";
import { RpcError } from "../errors/rpc-error.js";
import type { PooledTransaction } from "../pool/transaction-pool.js";
import type { EventHub } from "./node-events.js";

/** A log that was found, or that is no longer part of the chain. */
export interface LogEvent extends PlacedLog {
	readonly removed: boolean;
}

/** What a filter waits for. */
export type FilterTopic =
	| { readonly kind: "blocks" }
	| {
			readonly kind: "transactions";
			/** Whole ones, not their hashes. */
			readonly isFull: boolean;
	  }
	| {
			readonly kind: "logs";
			readonly filter: LogFilter;
			readonly range: BlockRange;
	  };

/** Which blocks' logs are wanted: those of one block, or from one number to another; what is undefined sets no bound. */
export interface BlockRange {
	readonly blockHash: Hash | undefined;
	readonly from: bigint | undefined;
	readonly to: bigint | undefined;
}

interface Filter {
	readonly topic: FilterTopic;
	readonly found: (Hash | LogEvent | PooledTransaction)[];
	lastAskedMs: number;
}

/** Filters at once, what one of them remembers, and how long nobody may ask for it (go-ethereum: five minutes). */
const maxFilters = 1_000;
const maxFound = 100_000;
const lifetimeMs = 5 * 60_000;

/** Filters that are asked for what happened since they were last asked. */
export class Filters {
	readonly #filters = new Map<bigint, Filter>();
	#next = 1n;
	readonly #nowMs: () => number;

	constructor(events: EventHub, nowMs: () => number = Date.now) {
		this.#nowMs = nowMs;
		events.on("head", (change) => this.#addBlocks(change));
		events.on("pending", (pooled) => this.#each("transactions", ({ found }) => found.push(pooled)));
	}

	add(topic: FilterTopic): Hex {
		this.#dropOld();
		if (this.#filters.size >= maxFilters) throw new RpcError("limitExceeded", "too many filters");
		const id = this.#next++;
		this.#filters.set(id, { topic, found: [], lastAskedMs: this.#nowMs() });
		return `0x${id.toString(16)}`;
	}

	/** What happened since the last time. @throws {RpcError} there is no such filter */
	take(id: bigint): readonly (Hash | LogEvent | PooledTransaction)[] {
		const filter = this.#filters.get(id);
		if (filter === undefined) throw new RpcError("serverError", "filter not found");
		filter.lastAskedMs = this.#nowMs();
		return filter.found.splice(0);
	}

	topicOf(id: bigint): FilterTopic {
		const filter = this.#filters.get(id);
		if (filter === undefined) throw new RpcError("serverError", "filter not found");
		filter.lastAskedMs = this.#nowMs();
		return filter.topic;
	}

	remove(id: bigint): boolean {
		return this.#filters.delete(id);
	}

	#addBlocks(change: HeadChange): void {
		this.#each("blocks", ({ found }) => found.push(...change.added.map(({ block }) => block.hash)));
		this.#each("logs", ({ topic, found }) => {
			if (topic.kind === "logs") found.push(...logsOfChange(change, topic.filter, topic.range));
		});
	}

	#each(kind: FilterTopic["kind"], add: (filter: Filter) => void): void {
		for (const [id, filter] of this.#filters) {
			if (filter.topic.kind !== kind) continue;
			add(filter);
			// Nobody has asked for long: it would grow without end.
			if (filter.found.length > maxFound) this.#filters.delete(id);
		}
	}

	#dropOld(): void {
		const oldest = this.#nowMs() - lifetimeMs;
		for (const [id, { lastAskedMs }] of this.#filters) if (lastAskedMs < oldest) this.#filters.delete(id);
	}
}

/** The logs that a change of the head brought, and before them those that it took away. */
export function logsOfChange({ removed, added }: HeadChange, filter: LogFilter, range: BlockRange): LogEvent[] {
	const find = (blocks: readonly StoredBlock[]): PlacedLog[] =>
		blocks.filter((block) => isInRange(block, range)).flatMap((block) => findLogs(block, filter));
	const gone = find(removed).map((log) => ({ ...log, removed: true }));
	return [...gone.reverse(), ...find(added).map((log) => ({ ...log, removed: false }))];
}

function isInRange({ block: { hash, header } }: StoredBlock, { blockHash, from, to }: BlockRange): boolean {
	if (blockHash !== undefined) return hash === blockHash;
	return (from === undefined || header.number >= from) && (to === undefined || header.number <= to);
}
