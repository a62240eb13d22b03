import type { Address, Hex } from "@evmore/evm";
import { emptyCodeHash } from "@evmore/evm/crypto";
import { blockRewards } from "@evmore/evm/trace";
import { effectiveGasPrice } from "@evmore/evm/tx";
import type { StoredBlock } from "../../database/database.js";
import { RpcError } from "../../errors/rpc-error.js";
import type { BlockName, DevNode } from "../../node/dev-node.js";
import { looseBlockName } from "../block-name.js";
import { address, type Codec, codec, hash, type JsonObject, looseInteger, optional } from "../codec.js";
import { encodeBlockShell } from "../encode-block.js";
import { encodeReceipts } from "../encode-receipt.js";
import { encodeBlockTransaction } from "../encode-transaction.js";
import { method, type RpcMethod } from "../method.js";
import { callTracesOf } from "../parity-traces.js";
import { collect } from "../stream-list.js";
import { requireTransaction } from "../traced-block.js";
import { toQuantity } from "../transaction-codec.js";

// What the block explorer Otterscan asks for, besides eth_*, in the form in which anvil answers it.

const apiLevel = 8;
/** Transactions on a page, at most. */
const maxPageSize = 1000n;
/** Blocks with transactions that one search executes again, at most. */
const maxSearchedBlocks = 10_000;

/** Characters of the first four bytes, which say what is called: Otterscan wants no more. */
const selectorLength = 10;

const pageSize: Codec<number> = codec((value, place) => {
	const size = looseInteger.decode(value, place);
	return Number(size > maxPageSize ? maxPageSize : size);
});

/** A call, creation or self-destruction in Parity's form, as far as it is read here. */
interface ParityTrace {
	readonly type: string;
	readonly action: {
		readonly callType?: string;
		readonly creationMethod?: string;
		readonly from?: Address;
		readonly to?: Address;
		readonly value?: Hex;
		readonly input?: Hex;
		readonly address?: Address;
		readonly refundAddress?: Address;
		readonly balance?: Hex;
	};
	readonly error?: string;
	readonly result?: { readonly address?: Address; readonly output?: Hex; readonly code?: Hex } | null;
	readonly traceAddress: readonly number[];
	readonly transactionPosition: number;
}

async function tracesOf(node: DevNode, stored: StoredBlock, only?: number): Promise<readonly ParityTrace[]> {
	return (await collect(callTracesOf(node, stored, only))) as unknown as readonly ParityTrace[];
}

async function requireStored(node: DevNode, name: BlockName): Promise<StoredBlock> {
	const block = await node.resolveBlock(name);
	if (block === undefined) throw new RpcError("resourceNotFound", "Resource not found");
	return block.stored;
}

/** Numbers that Otterscan has for kinds of operations. */
const operationTypes = { transfer: 0, selfdestruct: 1, create: 2, create2: 3 } as const;

function toOperation({ type, action, result }: ParityTrace): JsonObject | undefined {
	const { from, to, value, callType, creationMethod, address: destroyed, refundAddress, balance } = action;
	if (type === "suicide") {
		return { type: operationTypes.selfdestruct, from: destroyed, to: refundAddress, value: balance };
	}
	if (type === "create") {
		// One that failed has made nothing that could be named.
		if (result?.address === undefined) return undefined;
		const kind = creationMethod === "create2" ? operationTypes.create2 : operationTypes.create;
		return { type: kind, from, to: result.address, value };
	}
	if (callType !== "call" || value === "0x0") return undefined;
	return { type: operationTypes.transfer, from, to, value };
}

/** What a failed transaction returned; nothing, where it did not fail. */
async function errorOf(node: DevNode, of: Hex): Promise<Hex> {
	const place = node.chain.transactionPlace(of);
	if (place === undefined) return "0x";
	const { block, index } = place;
	if (block.receipts[index]!.outcome === true) return "0x";
	const [first] = await tracesOf(node, block, index);
	if (first?.error === undefined) return "0x";
	return first.result?.output ?? first.result?.code ?? "0x";
}

function describeBlock(node: DevNode, stored: StoredBlock): JsonObject {
	const { header, ommers, transactions } = stored.block;
	let fees = 0n;
	let before = 0n;
	for (const [index, { cumulativeGasUsed }] of stored.receipts.entries()) {
		fees += (cumulativeGasUsed - before) * effectiveGasPrice(transactions[index]!, header.baseFee ?? 0n);
		before = cumulativeGasUsed;
	}
	const isFirst = header.number === node.chain.firstNumber;
	const rewards = isFirst ? [] : blockRewards({ header, ommers }, node.chain.specOf(stored));
	const [blockReward = 0n, ...ommerRewards] = rewards.map(({ amount }) => amount);
	const uncleReward = ommerRewards.reduce((sum, amount) => sum + amount, 0n);
	return {
		block: {
			...encodeBlockShell(stored.block),
			totalDifficulty: toQuantity(stored.totalDifficulty),
			transactionCount: stored.hashes.length,
		},
		issuance: {
			blockReward: toQuantity(blockReward),
			uncleReward: toQuantity(uncleReward),
			issuance: toQuantity(blockReward + uncleReward),
		},
		totalFees: toQuantity(fees),
	};
}

/** A receipt with the time of its block. */
function encodeReceiptsWithTime(node: DevNode, stored: StoredBlock): JsonObject[] {
	const timestamp = toQuantity(stored.block.header.timestamp);
	return encodeReceipts(node.chain, stored).map((receipt) => ({ ...receipt, timestamp }));
}

/** Places of the transactions of a block in which an account has a part, the last one first. */
async function placesOf(node: DevNode, stored: StoredBlock, of: Address): Promise<number[]> {
	const places = new Set<number>();
	for (const { action, result, transactionPosition } of await tracesOf(node, stored)) {
		const { from, to, address: destroyed, refundAddress } = action;
		if ([from, to, destroyed, refundAddress, result?.address].includes(of)) places.add(transactionPosition);
	}
	return [...places].sort((a, b) => b - a);
}

/**
 * Transactions in which an account has a part, block by block until there are enough, whole blocks only.
 *
 * @param step - 1n: towards the head
 */
async function search(
	node: DevNode,
	of: Address,
	start: bigint,
	step: 1n | -1n,
	size: number,
): Promise<{ readonly found: readonly (readonly [StoredBlock, number])[]; readonly isComplete: boolean }> {
	const { chain } = node;
	const found: (readonly [StoredBlock, number])[] = [];
	let searched = 0;
	for (let number = start; ; number += step) {
		const stored = number < chain.firstNumber ? undefined : chain.blockAt(number);
		if (stored === undefined) return { found, isComplete: true };
		if (stored.hashes.length > 0) {
			if (++searched > maxSearchedBlocks) {
				throw new RpcError("limitExceeded", `more than ${maxSearchedBlocks} blocks with transactions`);
			}
			const places = await placesOf(node, stored, of);
			if (step > 0n) places.reverse();
			for (const index of places) found.push([stored, index]);
		}
		if (found.length < size) continue;
		const next = number + step;
		return { found, isComplete: next <= chain.firstNumber || next > chain.head.block.header.number };
	}
}

/** A page of a search, newest first. */
function encodePage(
	node: DevNode,
	found: readonly (readonly [StoredBlock, number])[],
	firstPage: boolean,
	lastPage: boolean,
): JsonObject {
	return {
		txs: found.map(([stored, index]) => encodeBlockTransaction(stored, index)),
		receipts: found.map(([stored, index]) => encodeReceiptsWithTime(node, stored)[index]!),
		firstPage,
		lastPage,
	};
}

/** In which transaction a contract was created, and who created it: the last time, should it be several. */
async function creatorOf(node: DevNode, of: Address): Promise<JsonObject | null> {
	const { chain } = node;
	let block = chain.head;
	let after = await chain.stateOf(block).getAccount(of);
	while (after !== undefined) {
		const parent = chain.block(block.block.header.parentHash);
		if (parent === undefined) return null;
		const before = await chain.stateOf(parent).getAccount(of);
		// The state names the blocks that may have done it: a contract begins with code or, from EIP-161 on, with a nonce.
		const mayBeginHere =
			(before?.codeHash ?? emptyCodeHash) !== after.codeHash || ((before?.nonce ?? 0n) === 0n && after.nonce > 0n);
		const traces = mayBeginHere ? await tracesOf(node, block) : [];
		const creation = traces.findLast(({ type, result }) => type === "create" && result?.address === of);
		if (creation !== undefined) {
			return { hash: block.hashes[creation.transactionPosition]!, creator: creation.action.from! };
		}
		block = parent;
		after = before;
	}
	return null;
}

export const otterscanMethods: readonly RpcMethod[] = [
	method("ots_getApiLevel", [], () => apiLevel),
	method("ots_hasCode", [address, optional(looseBlockName, "latest" as const)], async ({ node }, of, name) => {
		const block = await node.resolveBlock(name);
		if (block === undefined) throw new RpcError("resourceNotFound", "Resource not found");
		return ((await block.state.getAccount(of))?.codeHash ?? emptyCodeHash) !== emptyCodeHash;
	}),
	method("ots_getInternalOperations", [hash], async ({ node }, of) => {
		const { block, index } = requireTransaction(node, of);
		return (await tracesOf(node, block, index)).flatMap((trace) => toOperation(trace) ?? []);
	}),
	method("ots_traceTransaction", [hash], async ({ node }, of) => {
		const place = node.chain.transactionPlace(of);
		if (place === undefined) return [];
		return (await tracesOf(node, place.block, place.index))
			.filter(({ type }) => type === "call")
			.map(({ action: { callType, from, to, value, input }, result, traceAddress }) => ({
				type: callType!.toUpperCase(),
				depth: traceAddress.length,
				from,
				to,
				value,
				input: input?.slice(0, selectorLength),
				output: result?.output ?? "0x",
			}));
	}),
	method("ots_getTransactionError", [hash], ({ node }, of) => errorOf(node, of)),
	method("ots_getBlockDetails", [looseBlockName], async ({ node }, name) =>
		describeBlock(node, await requireStored(node, name)),
	),
	method("ots_getBlockDetailsByHash", [hash], async ({ node }, blockHash) =>
		describeBlock(node, await requireStored(node, { blockHash, requireCanonical: false })),
	),
	method("ots_getBlockTransactions", [looseBlockName, looseInteger, pageSize], async ({ node }, name, page, size) => {
		const stored = await requireStored(node, name);
		const start = Number(page) * size;
		const indices = stored.hashes.map((_, index) => index).slice(start, start + size);
		const receipts = encodeReceiptsWithTime(node, stored);
		return {
			fullblock: {
				...encodeBlockShell(stored.block),
				totalDifficulty: toQuantity(stored.totalDifficulty),
				transactions: indices.map((index) => encodeBlockTransaction(stored, index)),
				transactionCount: stored.hashes.length,
			},
			receipts: indices.map((index) => receipts[index]!),
		};
	}),
	method("ots_searchTransactionsBefore", [address, looseInteger, pageSize], async ({ node }, of, number, size) => {
		const { number: head } = node.chain.head.block.header;
		// 0 stands for the end of the chain.
		const isFirst = number === 0n || number > head;
		const { found, isComplete } = await search(node, of, isFirst ? head : number - 1n, -1n, size);
		return encodePage(node, found, isFirst, isComplete);
	}),
	method("ots_searchTransactionsAfter", [address, looseInteger, pageSize], async ({ node }, of, number, size) => {
		const isLast = number <= node.chain.firstNumber;
		const start = isLast ? node.chain.firstNumber + 1n : number + 1n;
		const { found, isComplete } = await search(node, of, start, 1n, size);
		return encodePage(node, found.toReversed(), isComplete, isLast);
	}),
	method("ots_getTransactionBySenderAndNonce", [address, looseInteger], ({ node }, sender, nonce) => {
		const place = node.chain.findSent(sender, nonce);
		return place === undefined ? null : place.block.hashes[place.index]!;
	}),
	method("ots_getContractCreator", [address], ({ node }, of) => creatorOf(node, of)),
];
