import type { RemoteNode } from "../fork/remote-node.js";
import type { BlockName, DevNode } from "../node/dev-node.js";
import { blockName } from "./block-name.js";
import { toQuantity } from "./transaction-codec.js";

/** What a method is about, and which of its parameters says so. */
interface Subject {
	/**
	 * - block: what is in a block, the remote node's up to the last block in common;
	 * - state: what was after a block; this node has that of the last block in common;
	 * - proof: of that state; this node has none of what it did not write;
	 * - transaction: by its hash, the remote node's when it is not known here.
	 */
	readonly kind: "block" | "state" | "proof" | "transaction";
	/** Place of the parameter. */
	readonly at: number;
}

const subjects: ReadonlyMap<string, Subject> = new Map([
	...of("block", 0, [
		"eth_getBlockByNumber",
		"eth_getBlockByHash",
		"eth_getHeaderByNumber",
		"eth_getHeaderByHash",
		"eth_getBlockReceipts",
		"eth_getBlockTransactionCountByNumber",
		"eth_getBlockTransactionCountByHash",
		"eth_getUncleCountByBlockNumber",
		"eth_getUncleCountByBlockHash",
		"eth_getUncleByBlockNumberAndIndex",
		"eth_getUncleByBlockHashAndIndex",
		"eth_getTransactionByBlockNumberAndIndex",
		"eth_getTransactionByBlockHashAndIndex",
		"eth_getRawTransactionByBlockNumberAndIndex",
		"eth_getRawTransactionByBlockHashAndIndex",
		"debug_getRawBlock",
		"debug_getRawHeader",
		"debug_getRawReceipts",
		"debug_getRawTransactions",
		"debug_traceBlockByNumber",
		"debug_traceBlockByHash",
		"debug_executionWitness",
		"trace_block",
		"trace_replayBlockTransactions",
		"ots_getBlockDetails",
		"ots_getBlockDetailsByHash",
		"ots_getBlockTransactions",
	]),
	...of("block", 1, ["eth_feeHistory"]),
	...of("state", 1, [
		"eth_getBalance",
		"eth_getTransactionCount",
		"eth_getCode",
		"eth_getAccountInfo",
		"eth_getStorageValues",
		"eth_call",
		"eth_estimateGas",
		"eth_createAccessList",
		"eth_simulateV1",
		"debug_traceCall",
		"ots_hasCode",
	]),
	...of("state", 2, ["eth_getStorageAt", "trace_call"]),
	...of("proof", 1, ["eth_getAccount"]),
	...of("proof", 2, ["eth_getProof"]),
	...of("transaction", 0, [
		"eth_getTransactionByHash",
		"eth_getTransactionReceipt",
		"eth_getRawTransactionByHash",
		"debug_getRawTransaction",
		"debug_traceTransaction",
		"trace_transaction",
		"trace_get",
		"trace_replayTransaction",
		"ots_getInternalOperations",
		"ots_traceTransaction",
		"ots_getTransactionError",
	]),
]);

function of(kind: Subject["kind"], at: number, names: readonly string[]): [string, Subject][] {
	return names.map((name) => [name, { kind, at }]);
}

/**
 * The answer of the node that this one is forked from, when a request is about what only that one has: blocks up to the last one in
 * common, their transactions, and the states before.
 *
 * @returns undefined: this node answers by itself
 */
export function forwardRequest(
	node: DevNode,
	remote: RemoteNode,
	method: string,
	params: readonly unknown[],
): Promise<unknown> | undefined {
	const subject = subjects.get(method);
	if (subject === undefined) return undefined;
	const given = params[subject.at];
	if (subject.kind === "transaction") {
		if (typeof given !== "string" || !/^0x[0-9a-f]{64}$/i.test(given)) return undefined;
		const hash = given.toLowerCase() as `0x${string}`;
		const isOwn = node.chain.transactionPlace(hash) !== undefined || node.pool.get(hash) !== undefined;
		return isOwn ? undefined : remote.request(method, params);
	}
	const name = readBlockName(given);
	if (name === undefined) return undefined;
	const number = numberOf(node, name);
	if (number === "unknown") return remote.request(method, params);
	if (number === undefined) return undefined;
	const isRemote = subject.kind === "state" ? number < remote.number : number <= remote.number;
	if (!isRemote) return undefined;
	// Tags mean this node's blocks, not the remote one's.
	const isTag = typeof given !== "object" && !/^0x/.test(String(given));
	return remote.request(
		method,
		isTag ? [...params.slice(0, subject.at), toQuantity(number), ...params.slice(subject.at + 1)] : params,
	);
}

/** Undefined: the method itself finds what is wrong with it. */
function readBlockName(given: unknown): BlockName | undefined {
	try {
		return blockName.decode(given ?? "latest", "argument");
	} catch {
		return undefined;
	}
}

/** Undefined: what this node would make now; "unknown": no block of this node has the hash. */
function numberOf(node: DevNode, name: BlockName): bigint | "unknown" | undefined {
	if (name === "pending") return undefined;
	if (name === "earliest") return 0n;
	if (typeof name === "bigint") return name;
	if (typeof name === "object") return node.chain.block(name.blockHash)?.block.header.number ?? "unknown";
	return node.storedBlock(name)?.block.header.number;
}
