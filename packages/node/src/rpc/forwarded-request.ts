import type { AccountState } from "@evmore/evm";
import { emptyCodeHash } from "@evmore/evm/crypto";
import type { RemoteNode } from "../fork/remote-node.js";
import type { BlockName, DevNode } from "../node/dev-node.js";
import { blockName, looseBlockName } from "./block-name.js";
import { address, looseInteger } from "./codec.js";
import { type Subject, subjects } from "./forwarded-methods.js";
import { nameProofKeys, withWholeKeys } from "./storage-keys.js";
import { toQuantity } from "./transaction-codec.js";

/** A request to a node whose chain is forked. */
export interface ForkedRequest {
	readonly node: DevNode;
	readonly remote: RemoteNode;
	/** Its first name. */
	readonly method: string;
	readonly params: readonly unknown[];
	/** Lets the node answer by itself. */
	answerHere(): unknown;
}

/**
 * The answer of the node that this one is forked from, when a request is about what only that one has: blocks up to the last one in
 * common, their transactions, and the states before. Everything else this node answers by itself: what the other node has of later
 * blocks is unknown here.
 */
export async function answerForked(request: ForkedRequest): Promise<unknown> {
	const subject = subjects.get(request.method);
	switch (subject?.kind) {
		case undefined:
			return request.answerHere();
		case "transaction":
			return answerOfTransaction(request, request.params[subject.at]);
		case "sent":
			return answerOfSent(request);
		case "creator":
			return answerOfCreator(request);
		default:
			return answerOfBlock(request, subject!);
	}
}

async function answerOfTransaction(request: ForkedRequest, given: unknown): Promise<unknown> {
	const { node, remote, method, params } = request;
	if (typeof given !== "string" || !/^0x[0-9a-f]{64}$/i.test(given)) return request.answerHere();
	const hash = given.toLowerCase() as `0x${string}`;
	if (node.chain.transactionPlace(hash) !== undefined || node.pool.get(hash) !== undefined) return request.answerHere();
	if (method === "eth_getTransactionByHash" || method === "eth_getTransactionReceipt") {
		const answer = await remote.request(method, params);
		return remote.includes(answer) ? answer : request.answerHere();
	}
	return (await remote.hasTransaction(hash)) ? remote.request(method, params) : request.answerHere();
}

async function answerOfSent({ remote, method, params, answerHere }: ForkedRequest): Promise<unknown> {
	const own = await answerHere();
	if (own !== null) return own;
	const before = await remote.state.getAccount(address.decode(params[0], "argument 0"));
	const isBefore = looseInteger.decode(params[1], "argument 1") < (before?.nonce ?? 0n);
	return isBefore ? remote.request(method, params) : null;
}

async function answerOfCreator({ node, remote, method, params, answerHere }: ForkedRequest): Promise<unknown> {
	const own = await answerHere();
	if (own !== null) return own;
	const of = address.decode(params[0], "argument 0");
	const hasCode = (account: AccountState | undefined): boolean =>
		account !== undefined && account.codeHash !== emptyCodeHash;
	const isFromBefore =
		hasCode(await node.chain.stateOf(node.chain.head).getAccount(of)) && hasCode(await remote.state.getAccount(of));
	return isFromBefore ? remote.request(method, params) : null;
}

async function answerOfBlock(request: ForkedRequest, subject: Subject): Promise<unknown> {
	const { node, remote, method } = request;
	const read = readParameters(request, subject);
	if (read === undefined) return request.answerHere();
	const { name, params } = read;
	const number = numberOf(node, name);
	if (number === "unknown") {
		const { blockHash } = name as Extract<BlockName, object>;
		if (method === "eth_getBlockByHash") {
			const answer = await remote.request(method, params);
			return remote.includes(answer) ? answer : request.answerHere();
		}
		if (!(await remote.hasBlock(blockHash))) return request.answerHere();
	} else if (number === undefined || !isRemote(remote, subject, number)) return request.answerHere();
	// Tags mean this node's blocks, not the remote one's.
	const sent = typeof name === "object" ? params : withBlock(params, subject, number as bigint);
	const answer = await remote.request(method, sent);
	return method === "eth_getProof" ? nameProofKeys(answer, request.params) : answer;
}

/** Undefined: the method itself finds what is wrong with them. */
function readParameters(
	{ method, params }: ForkedRequest,
	{ at, field, isLoose }: Subject,
): { readonly name: BlockName; readonly params: readonly unknown[] } | undefined {
	try {
		const parameter = params[at];
		const given = field === undefined ? parameter : (parameter as Record<string, unknown> | undefined)?.[field];
		const name = (isLoose === true ? looseBlockName : blockName).decode(given ?? "latest", "argument");
		return { name, params: withWholeKeys(method, params) };
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

function isRemote(remote: RemoteNode, { kind }: Subject, number: bigint): boolean {
	const isHere = kind === "state" || (kind === "header" && remote.block.isWhole);
	return isHere ? number < remote.number : number <= remote.number;
}

function withBlock(params: readonly unknown[], { at, field, isLoose }: Subject, number: bigint): readonly unknown[] {
	const changed = [...params];
	// JSON numbers are what Otterscan sends: anvil takes nothing else for ots_getBlockTransactions.
	const block = isLoose === true ? Number(number) : toQuantity(number);
	changed[at] = field === undefined ? block : { ...(params[at] as object | undefined), [field]: block };
	return changed;
}
