import type { Hash } from "../bytes/address.js";
import { bytesToHex } from "../bytes/hex.js";
import { keccak256 } from "../crypto/keccak256.js";
import { decodeRlp, encodeRlp, RlpError, type RlpItem } from "../rlp/rlp.js";
import { listSize, stringSize } from "../rlp/rlp-size.js";
import { computeIndexedRoot } from "../state/trie/trie-root.js";
import { decodeTransaction } from "../tx/decode.js";
import { encodeTransaction } from "../tx/encode.js";
import type { Transaction } from "../tx/transaction.js";
import { InvalidTransactionError } from "../tx/transaction-exception.js";
import { type BlockExceptionName, InvalidBlockError } from "./block-exception.js";
import { type BlockHeader, encodeHeader, headerFromRlp, headerToRlp, InvalidHeaderError } from "./header.js";
import { type Withdrawal, withdrawalFromRlp, withdrawalToRlp } from "./withdrawal.js";

/** A block (Yellow Paper 4.3). */
export interface Block {
	readonly header: BlockHeader;
	readonly transactions: readonly Transaction[];
	/** Headers of blocks that were not chosen but are rewarded; empty since proof of stake. */
	readonly ommers: readonly BlockHeader[];
	/** Undefined before there were withdrawals (EIP-4895). */
	readonly withdrawals: readonly Withdrawal[] | undefined;
}

/** A block and what its encoding is needed for. */
export interface SizedBlock extends Block {
	/** Hash of the header. */
	readonly hash: Hash;
	/** Bytes of the block's RLP. */
	readonly sizeBytes: number;
	/** Canonical bytes of each transaction. */
	readonly transactionBytes: readonly Uint8Array[];
}

/**
 * Decodes a block. Strict: what it accepts encodes to the same bytes again. Whether the block is valid is another
 * question.
 *
 * @param bytes - the RLP list of header, transactions, ommers and, perhaps, withdrawals
 * @throws {InvalidBlockError} the bytes are no block; `exception` says why
 */
export function decodeBlock(bytes: Uint8Array): SizedBlock {
	let item: RlpItem;
	try {
		item = decodeRlp(bytes);
	} catch (error) {
		if (error instanceof RlpError) refuse("RLP_STRUCTURES_ENCODING", error.shortMessage);
		throw error;
	}
	const fields = listOf(item, "A block");
	if (fields.length !== 3 && fields.length !== 4) {
		refuse("RLP_STRUCTURES_ENCODING", `A block has 3 or 4 parts, not ${fields.length}`);
	}
	const header = readHeader(fields[0]!);
	const transactionBytes = listOf(fields[1]!, "The list of transactions").map(bytesOfTransaction);
	return {
		header,
		transactions: transactionBytes.map(readTransaction),
		ommers: listOf(fields[2]!, "The list of ommers").map(readHeader),
		withdrawals:
			fields[3] === undefined ? undefined : listOf(fields[3], "The list of withdrawals").map(withdrawalFromRlp),
		hash: bytesToHex(keccak256(encodeRlp(fields[0]!))),
		sizeBytes: bytes.length,
		transactionBytes,
	};
}

/** The canonical bytes of a block. */
export function encodeBlock(block: Block): Uint8Array {
	return encodeParts(block, block.transactions.map(encodeTransaction));
}

/**
 * A block with its hash, size and encoded transactions.
 *
 * @param knownBytes - the encoded transactions, where they are known already
 */
export function sizeBlock(block: Block, knownBytes?: readonly Uint8Array[]): SizedBlock {
	if ("transactionBytes" in block && "hash" in block && "sizeBytes" in block) return block as SizedBlock;
	const { header, transactions, ommers, withdrawals } = block;
	const transactionBytes = knownBytes ?? transactions.map(encodeTransaction);
	const headerBytes = encodeHeader(header);
	return {
		header,
		transactions,
		ommers,
		withdrawals,
		hash: bytesToHex(keccak256(headerBytes)),
		sizeBytes: sizeOf(block, headerBytes.length, transactionBytes),
		transactionBytes,
	};
}

/** The root of the trie of a block's transactions. */
export function computeTransactionsRoot(transactionBytes: readonly Uint8Array[]): Hash {
	return bytesToHex(computeIndexedRoot(transactionBytes));
}

/** keccak256 of the RLP of the list of ommers. */
export function hashOmmers(ommers: readonly BlockHeader[]): Hash {
	return bytesToHex(keccak256(encodeRlp(ommers.map(headerToRlp))));
}

/** Bytes of a block's RLP, which need not be written for that. */
function sizeOf({ ommers, withdrawals }: Block, headerBytes: number, transactionBytes: readonly Uint8Array[]): number {
	const sizes = transactionBytes.map((bytes) => (bytes[0]! >= 0xc0 ? bytes.length : stringSize(bytes)));
	let size = headerBytes + listSize(sizes.reduce((sum, one) => sum + one, 0));
	size += encodeRlp(ommers.map(headerToRlp)).length;
	if (withdrawals !== undefined) size += encodeRlp(withdrawals.map(withdrawalToRlp)).length;
	return listSize(size);
}

function encodeParts({ header, ommers, withdrawals }: Block, transactionBytes: readonly Uint8Array[]): Uint8Array {
	const transactions = transactionBytes.map((bytes) => (bytes[0]! >= 0xc0 ? decodeRlp(bytes) : bytes));
	const parts: RlpItem[] = [headerToRlp(header), transactions, ommers.map(headerToRlp)];
	if (withdrawals !== undefined) parts.push(withdrawals.map(withdrawalToRlp));
	return encodeRlp(parts);
}

/** A legacy transaction stands in a block as a list, a typed one as a byte string (EIP-2718). */
function bytesOfTransaction(item: RlpItem): Uint8Array {
	if (!(item instanceof Uint8Array)) return encodeRlp(item);
	if (item[0]! >= 0xc0) refuse("RLP_STRUCTURES_ENCODING", "A legacy transaction is wrapped in a byte string");
	return item;
}

function readTransaction(bytes: Uint8Array): Transaction {
	try {
		return decodeTransaction(bytes);
	} catch (error) {
		if (!(error instanceof InvalidTransactionError)) throw error;
		throw new InvalidBlockError(error.exception, error.details ?? "One of its transactions is none");
	}
}

function readHeader(item: RlpItem): BlockHeader {
	try {
		return headerFromRlp(item);
	} catch (error) {
		if (error instanceof InvalidHeaderError) {
			refuse(error.inLateFields ? "INCORRECT_BLOCK_FORMAT" : "RLP_STRUCTURES_ENCODING", error.shortMessage);
		}
		throw error;
	}
}

function listOf(item: RlpItem, what: string): readonly RlpItem[] {
	if (item instanceof Uint8Array) refuse("RLP_STRUCTURES_ENCODING", `${what} is not a list`);
	return item;
}

function refuse(name: BlockExceptionName, details: string): never {
	throw new InvalidBlockError(`BlockException.${name}`, details);
}
