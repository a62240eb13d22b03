import { type Address, bytesToHex, type Hash } from "@evmore/evm";
import {
	type BlockHeader,
	computeBlobBaseFee,
	type Receipt,
	readHeaderFields,
	type SizedBlock,
	sizeBlock,
} from "@evmore/evm/block";
import { hashTransaction, type Transaction, type TransactionType } from "@evmore/evm/tx";
import type { NodeChain } from "../chain/node-chain.js";
import type { StoredBlock } from "../database/database.js";
import { buildTransaction, freeOfCharge } from "../execution/transaction-request.js";
import {
	address,
	boolean,
	bytes,
	type Codec,
	codec,
	fieldsOf,
	hash,
	invalid,
	type JsonObject,
	list,
	looseInteger,
	object,
	uint64,
	uint256,
} from "./codec.js";
import { encodeHeaderJson } from "./encode-block.js";
import { creationAddressOf } from "./encode-receipt.js";
import { encodeBlockTransaction } from "./encode-transaction.js";
import { toQuantity, transactionRequest } from "./transaction-codec.js";

/** Blocks of a state file at most. */
const mostBlocks = 1_000_000;

/** The parts of anvil's state files that tell of blocks, transactions and receipts. */
export interface BlockRecords {
	readonly blocks: readonly JsonObject[];
	readonly transactions: readonly JsonObject[];
}

/** The canonical chain in the form of anvil's state files. */
export function encodeAnvilBlocks(chain: NodeChain): BlockRecords {
	const stored: StoredBlock[] = [];
	for (let number = chain.head.block.header.number; number >= chain.firstNumber; number--) {
		stored.push(chain.blockAt(number)!);
	}
	return {
		blocks: stored.map(encodeBlockRecord),
		transactions: stored.flatMap((block) => block.hashes.map((_, index) => encodeTransactionRecord(block, index))),
	};
}

function encodeBlockRecord(stored: StoredBlock): JsonObject {
	const { header, ommers, transactions } = stored.block;
	return {
		header: encodeHeaderJson(header),
		transactions: transactions.map((transaction, index) => ({
			transaction: encodeRecordedTransaction(stored, index),
			// anvil hashes such a transaction otherwise. Those made here have a signature instead, and are found by their hash.
			impersonated_sender: hashTransaction(transaction) === stored.hashes[index] ? null : stored.senders[index],
		})),
		ommers: ommers.map(encodeHeaderJson),
		withdrawals: null,
	};
}

/** A transaction without what follows from its place. */
function encodeRecordedTransaction(stored: StoredBlock, index: number): JsonObject {
	const { type } = stored.block.transactions[index]!;
	const { blockHash, blockNumber, blockTimestamp, transactionIndex, from, gasPrice, ...rest } = encodeBlockTransaction(
		stored,
		index,
	);
	return type < 2 ? { ...rest, gasPrice } : rest;
}

function encodeTransactionRecord(stored: StoredBlock, index: number): JsonObject {
	const { header, transactions, hash: blockHash } = stored.block;
	const transaction = transactions[index]!;
	const receipt = stored.receipts[index]!;
	const sender = stored.senders[index]!;
	const before = index === 0 ? 0n : stored.receipts[index - 1]!.cumulativeGasUsed;
	const hasSucceeded = receipt.outcome !== false;
	return {
		info: {
			transaction_hash: stored.hashes[index],
			transaction_index: index,
			from: sender,
			to: transaction.to ?? null,
			contract_address: transaction.to === undefined ? creationAddressOf(sender, transaction.nonce) : null,
			// Traces are made again when they are asked for.
			traces: [],
			exit: hasSucceeded ? "Stop" : "Revert",
			out: "0x",
			nonce: Number(transaction.nonce),
			gas_used: Number(receipt.cumulativeGasUsed - before),
		},
		receipt: {
			type: toQuantity(receipt.type),
			status: toQuantity(hasSucceeded ? 1 : 0),
			cumulativeGasUsed: toQuantity(receipt.cumulativeGasUsed),
			logs: receipt.logs.map((log) => ({ address: log.address, topics: log.topics, data: bytesToHex(log.data) })),
			logsBloom: bytesToHex(receipt.logsBloom),
		},
		block_hash: blockHash,
		block_number: Number(header.number),
	};
}

/** The environment of the head, as anvil keeps it. */
export function encodeAnvilEnvironment(chain: NodeChain): JsonObject {
	const { header } = chain.head.block;
	const { excessBlobGas } = header;
	return {
		number: toQuantity(header.number),
		beneficiary: header.coinbase,
		timestamp: toQuantity(header.timestamp),
		gas_limit: Number(header.gasLimit),
		basefee: Number(header.baseFee ?? 0n),
		difficulty: toQuantity(header.difficulty),
		prevrandao: header.mixHash,
		blob_excess_gas_and_price:
			excessBlobGas === undefined
				? null
				: {
						excess_blob_gas: Number(excessBlobGas),
						blob_gasprice: Number(computeBlobBaseFee(chain.specOf(chain.head), excessBlobGas)),
					},
		slot_num: 0,
	};
}

const header: Codec<BlockHeader> = codec((value, place) => {
	const given = object.decode(value, place);
	const read = <T>(name: string, codecOfField: Codec<T>): T =>
		given[name] === undefined || given[name] === null
			? invalid(place, `${name} is missing`)
			: codecOfField.decode(given[name], `${place}.${name}`);
	return readHeaderFields({
		has: (name) => given[name] !== undefined && given[name] !== null,
		hash: (name) => read(name, hash),
		address: (name) => read(name, address),
		bytes: (name, size) => {
			const found = read(name, bytes);
			return size === undefined || found.length === size ? found : invalid(place, `${name} has not ${size} bytes`);
		},
		integer: (name, size) => read(name, size > 8 ? uint256 : uint64),
	});
});

const signatureFields = fieldsOf({ r: uint256, s: uint256, v: uint256, yParity: uint256, chainId: uint256 });

const transaction: Codec<Transaction> = codec((value, place) => {
	const request = transactionRequest.decode(value, place);
	const { r, s, v, yParity, chainId } = signatureFields.decode(value, place);
	const type = request.type ?? 0n;
	if (type > 4n) invalid(place, `transactions of type ${type} are not known`);
	const { gasPrice, ...withoutPrice } = request;
	const described = type < 2n ? request : withoutPrice;
	const defaults = { ...freeOfCharge, gas: 0n, nonce: 0n, chainId: 0n };
	const built = buildTransaction(described, defaults, Number(type) as TransactionType);
	const parity = type === 0n ? v : (yParity ?? v);
	const signature = { r: r ?? 0n, s: s ?? 0n, v: parity ?? 0n };
	return built.type === 0 ? { ...built, chainId, signature } : { ...built, signature };
});

const recordedTransaction = fieldsOf({ transaction, impersonated_sender: address });
const blockRecord = fieldsOf({ header, transactions: list(recordedTransaction), ommers: list(header) });

const log = fieldsOf({ address, topics: list(hash), data: bytes });
const receiptFields = fieldsOf({
	type: uint64,
	status: boolean,
	cumulativeGasUsed: uint64,
	logs: list(log),
	logsBloom: bytes,
});
const infoFields = fieldsOf({ transaction_hash: hash, transaction_index: looseInteger, from: address });

/** `status` is a quantity in some versions, a boolean in others. */
const receipt: Codec<Receipt> = codec((value, place) => {
	const { status } = value as { status?: unknown };
	const outcome = status === "0x1" || status === "0x01" || status === true;
	const fields = receiptFields.decode({ ...(value as object), status: outcome }, place);
	const type = Number(fields.type ?? 0n) as TransactionType;
	return {
		type,
		outcome,
		cumulativeGasUsed: fields.cumulativeGasUsed ?? invalid(place, "cumulativeGasUsed is missing"),
		logsBloom: fields.logsBloom ?? invalid(place, "logsBloom is missing"),
		logs: (fields.logs ?? []).map((entry) => ({
			address: entry.address ?? invalid(place, "a log has no address"),
			topics: entry.topics ?? [],
			data: entry.data ?? new Uint8Array(0),
		})),
	};
});

const transactionRecord = fieldsOf({ info: infoFields, receipt, block_hash: hash });

const records = fieldsOf({
	blocks: list(blockRecord, mostBlocks),
	transactions: list(transactionRecord, 10_000_000),
	best_block_number: looseInteger,
});

type DecodedBlock = ReturnType<typeof blockRecord.decode>;
type DecodedTransaction = ReturnType<typeof transactionRecord.decode>;

/**
 * The blocks of a state file with their receipts, lowest number first; each is the parent of the next. anvil keeps others beside the
 * chain, such as the first block of each time that it was started: what does not lead to the last block is passed over.
 */
export const anvilBlocks: Codec<readonly StoredBlock[]> = codec((value, place) => {
	const { blocks = [], transactions = [], best_block_number: best } = records.decode(value, place);
	const byPlace = new Map<string, DecodedTransaction>();
	for (const record of transactions) {
		byPlace.set(`${record.block_hash} ${record.info?.transaction_index}`, record);
	}
	const line = followParents(
		blocks.map((block) => assembleBlock(block, byPlace)),
		best,
		place,
	);
	let totalDifficulty = 0n;
	return line.map((stored) => {
		totalDifficulty += stored.block.header.difficulty;
		return { ...stored, totalDifficulty };
	});
});

/** From the first block to the last, which is the one with the highest number or with the one that is given. */
function followParents(blocks: readonly StoredBlock[], best: bigint | undefined, place: string): StoredBlock[] {
	const byHash = new Map(blocks.map((stored) => [stored.block.hash, stored] as const));
	const numbers = blocks.map(({ block }) => block.header.number);
	let highest = 0n;
	for (const number of numbers) if (number > highest) highest = number;
	const last = best !== undefined && numbers.includes(best) ? best : highest;
	// Of several with this number the one that was written last.
	let current = blocks.findLast(({ block }) => block.header.number === last);
	const line: StoredBlock[] = [];
	while (current !== undefined) {
		line.push(current);
		const { number, parentHash } = current.block.header;
		const parent = byHash.get(parentHash);
		if (parent === undefined && numbers.some((other) => other < number)) {
			invalid(place, `there is no parent of block ${number}`);
		}
		current = parent;
	}
	return line.reverse();
}

function assembleBlock(record: DecodedBlock, byPlace: ReadonlyMap<string, DecodedTransaction>): StoredBlock {
	const { header, transactions = [], ommers = [] } = record;
	if (header === undefined) return invalid("state", "a block has no header");
	const block: SizedBlock = sizeBlock({
		header,
		transactions: transactions.map((entry) => entry.transaction ?? invalid("state", "a transaction is missing")),
		ommers,
		withdrawals: header.withdrawalsRoot === undefined ? undefined : [],
	});
	const [receipts, senders, hashes]: [Receipt[], Address[], Hash[]] = [[], [], []];
	for (const [index, transaction] of block.transactions.entries()) {
		const found = byPlace.get(`${block.hash} ${index}`);
		const sender = found?.info?.from;
		if (found?.receipt === undefined || sender === undefined) {
			return invalid("state", `transaction ${index} of block ${header.number} has no receipt`);
		}
		receipts.push(found.receipt);
		senders.push(sender);
		hashes.push(found.info?.transaction_hash ?? hashTransaction(transaction));
	}
	return { block, receipts, senders, hashes, totalDifficulty: 0n, stateRoot: header.stateRoot };
}
