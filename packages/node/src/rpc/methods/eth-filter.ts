import type { Hash } from "@evmore/evm";
import { findLogs, type LogFilter } from "../../chain/log-filter.js";
import { invalidParameters, RpcError } from "../../errors/rpc-error.js";
import type { RemoteNode } from "../../fork/remote-node.js";
import type { BlockName, DevNode } from "../../node/dev-node.js";
import { type BlockRange, type LogEvent, logsOfChange } from "../../node/filters.js";
import type { PooledTransaction } from "../../pool/transaction-pool.js";
import { blockNumber } from "../block-name.js";
import {
	address,
	anything,
	boolean,
	type Codec,
	codec,
	fieldsOf,
	hash,
	type JsonObject,
	list,
	object,
	optional,
	text,
	uint64,
} from "../codec.js";
import { encodeHeaderJson } from "../encode-block.js";
import { encodeLogJson } from "../encode-receipt.js";
import { encodePooledTransaction } from "../encode-transaction.js";
import { method, type RpcMethod } from "../method.js";
import { toQuantity } from "../transaction-codec.js";

/** Limits of what a request asks for and gets. */
const maxAddresses = 1000;
const maxTopics = 4;
const maxTopicChoices = 1000;
const maxLogs = 100_000;

/** One of something, or several. */
function oneOrMore<T>(inner: Codec<T>, maxItems: number): Codec<T[]> {
	const many = list(inner, maxItems);
	return codec((value, place) => (Array.isArray(value) ? many.decode(value, place) : [inner.decode(value, place)]));
}

const topicChoices = oneOrMore(hash, maxTopicChoices);

const topic: Codec<Hash[]> = codec((value, place) => {
	// Nothing, an empty list, and nothing as one of the choices: anything will do.
	if (value === null || value === undefined || (Array.isArray(value) && value.includes(null))) return [];
	return topicChoices.decode(value, place);
});

const fields = fieldsOf({
	fromBlock: blockNumber,
	toBlock: blockNumber,
	blockHash: hash,
	address: oneOrMore(address, maxAddresses),
	topics: list(topic, maxTopics),
});

interface LogRequest extends LogFilter {
	readonly from: Exclude<BlockName, object> | undefined;
	readonly to: Exclude<BlockName, object> | undefined;
	readonly blockHash: Hash | undefined;
}

const logRequest: Codec<LogRequest> = codec((value, place) => {
	const { fromBlock, toBlock, blockHash, address: addresses, topics } = fields.decode(value, place);
	if (blockHash !== undefined && (fromBlock !== undefined || toBlock !== undefined)) {
		throw invalidParameters("cannot specify both blockHash and fromBlock/toBlock");
	}
	return { from: fromBlock, to: toBlock, blockHash, addresses: addresses ?? [], topics: topics ?? [] };
});

function numberOf(node: DevNode, name: Exclude<BlockName, object> | undefined): bigint {
	if (typeof name === "bigint") return name;
	// The first block of this node is not the first of the chain.
	if (name === "earliest" && node.remote !== undefined) return 0n;
	const block = node.storedBlock(name === undefined || name === "pending" ? "latest" : name);
	return block!.block.header.number;
}

/** The blocks of a filter that waits for logs. Tags that move on with the head set no end. @throws {RpcError} there are none */
function rangeOf(node: DevNode, request: LogRequest): BlockRange {
	const from = request.from === undefined ? undefined : numberOf(node, request.from);
	const isOpen = request.to === undefined || request.to === "latest" || request.to === "pending";
	const to = isOpen ? undefined : numberOf(node, request.to);
	if (from !== undefined && to !== undefined && from > to) throw invalidParameters("invalid block range params");
	return { blockHash: request.blockHash, from, to };
}

async function getLogs(node: DevNode, request: LogRequest): Promise<JsonObject[]> {
	const { remote } = node;
	if (request.blockHash !== undefined) {
		const { blockHash } = request;
		const block = node.chain.block(blockHash);
		if (remote !== undefined && (block === undefined || blockHash === remote.block.hash)) {
			if (block !== undefined || (await remote.hasBlock(blockHash))) {
				return getRemoteLogs(remote, request, { blockHash });
			}
		}
		if (block === undefined) throw new RpcError("serverError", "unknown block");
		return findLogs(block, request).map((log) => encodeLogJson(log));
	}
	const head = node.chain.head.block.header.number;
	const from = numberOf(node, request.from);
	const to = numberOf(node, request.to);
	if (from > to) throw invalidParameters("invalid block range params");
	if (to > head) throw invalidParameters("block range extends beyond current head block");
	const found: JsonObject[] = [];
	if (remote !== undefined && from <= remote.number) {
		let last = remote.number;
		if (last > to) last = to;
		found.push(...(await getRemoteLogs(remote, request, { fromBlock: toQuantity(from), toBlock: toQuantity(last) })));
	}
	for (let number = from; number <= to; number++) {
		const block = node.chain.blockAt(number);
		if (block === undefined) continue;
		for (const log of findLogs(block, request)) found.push(encodeLogJson(log));
		if (found.length > maxLogs) throw new RpcError("limitExceeded", `query returned more than ${maxLogs} results`);
	}
	return found;
}

/** Logs of blocks that this node has not. */
async function getRemoteLogs(
	remote: RemoteNode,
	{ addresses, topics }: LogFilter,
	blocks: JsonObject,
): Promise<JsonObject[]> {
	const filter = {
		...blocks,
		...(addresses.length > 0 && { address: addresses }),
		...(topics.length > 0 && { topics: topics.map((choices) => (choices.length === 0 ? null : choices)) }),
	};
	return list(object, maxLogs).decode(await remote.request("eth_getLogs", [filter]), "answer of the remote node");
}

function encodeEvent(event: Hash | LogEvent | PooledTransaction, isFull: boolean): unknown {
	if (typeof event === "string") return event;
	if ("log" in event) return encodeLogJson(event, event.removed);
	return isFull ? encodePooledTransaction(event) : event.hash;
}

/** A subscription's number: 16 random bytes, so that nobody ends another's. */
function createSubscriptionId(): string {
	const bytes = crypto.getRandomValues(new Uint8Array(16));
	return `0x${[...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

/** Subscriptions of one connection. */
const maxSubscriptions = 1000;

export const filterMethods: readonly RpcMethod[] = [
	method("eth_getLogs", [logRequest], ({ node }, request) => getLogs(node, request)),
	method("eth_newFilter", [logRequest], ({ node }, request) =>
		node.filters.add({ kind: "logs", filter: request, range: rangeOf(node, request) }),
	),
	method("eth_newBlockFilter", [], ({ node }) => node.filters.add({ kind: "blocks" })),
	method("eth_newPendingTransactionFilter", [optional(boolean, false)], ({ node }, isFull) =>
		node.filters.add({ kind: "transactions", isFull }),
	),
	method("eth_getFilterChanges", [uint64], ({ node }, id) => {
		const topic = node.filters.topicOf(id);
		const isFull = topic.kind === "transactions" && topic.isFull;
		return node.filters.take(id).map((event) => encodeEvent(event, isFull));
	}),
	method("eth_getFilterLogs", [uint64], ({ node }, id) => {
		const wanted = node.filters.topicOf(id);
		if (wanted.kind !== "logs") throw new RpcError("serverError", "filter not found");
		const { filter, range } = wanted;
		if (range.blockHash !== undefined) {
			return getLogs(node, { ...filter, from: undefined, to: undefined, blockHash: range.blockHash });
		}
		const head = node.chain.head.block.header.number;
		const { from, to } = range;
		const end = to === undefined || to > head ? head : to;
		return getLogs(node, { ...filter, from: from ?? end, to: end, blockHash: undefined });
	}),
	method("eth_uninstallFilter", [uint64], ({ node }, id) => node.filters.remove(id)),
	method("eth_subscribe", [text, optional(anything)], ({ node, connection }, kind, parameter) => {
		const { notify, subscriptions } = connection;
		if (notify === undefined) throw new RpcError("methodNotFound", "notifications not supported");
		if (subscriptions.size >= maxSubscriptions) throw new RpcError("limitExceeded", "too many subscriptions");
		const id = createSubscriptionId();
		subscriptions.set(
			id,
			subscribe(node, kind, parameter, (result) => notify(id, result)),
		);
		return id;
	}),
	method("eth_unsubscribe", [text], ({ connection: { subscriptions } }, id) => {
		const end = subscriptions.get(id);
		if (end === undefined) throw new RpcError("serverError", "subscription not found");
		end();
		return subscriptions.delete(id);
	}),
];

function subscribe(node: DevNode, kind: string, parameter: unknown, send: (result: unknown) => void): () => void {
	switch (kind) {
		case "newHeads":
			return node.events.on("head", ({ added }) => {
				for (const { block } of added) send({ ...encodeHeaderJson(block.header), hash: block.hash });
			});
		case "logs": {
			const request = logRequest.decode(parameter ?? {}, "argument 1");
			const range = rangeOf(node, request);
			return node.events.on("head", (change) => {
				for (const event of logsOfChange(change, request, range)) send(encodeLogJson(event, event.removed));
			});
		}
		case "newPendingTransactions":
			return node.events.on("pending", (pooled) => {
				send(parameter === true ? encodePooledTransaction(pooled) : pooled.hash);
			});
		case "syncing": {
			// After the answer with the subscription's number.
			const timer = setTimeout(() => send(false));
			return () => clearTimeout(timer);
		}
		default:
			throw invalidParameters(`no "${kind}" subscription in eth namespace`);
	}
}
