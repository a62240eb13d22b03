import type { Hash } from "../bytes/address.js";
import { bytesToHex, hexToBytes } from "../bytes/hex.js";
import { bigIntToMinimalBytes, bytesToBigInt } from "../bytes/integer.js";
import { BaseError } from "../errors/base-error.js";
import type { Log } from "../evm/logs.js";
import { decodeRlp, RlpError, type RlpItem } from "../rlp/rlp.js";
import { RlpWriter } from "../rlp/rlp-writer.js";
import { computeIndexedRoot } from "../state/trie/trie-root.js";
import type { TransactionType } from "../tx/transaction.js";
import { bloomSizeBytes } from "./bloom.js";

/** What a block keeps of a transaction's execution (Yellow Paper 4.4.1). */
export interface Receipt {
	readonly type: TransactionType;
	/** Whether the transaction succeeded, or the state root after it, which older blocks have instead (EIP-658). */
	readonly outcome: boolean | Hash;
	/** Gas used in the block up to and with this transaction. */
	readonly cumulativeGasUsed: bigint;
	/** 256 bytes. */
	readonly logsBloom: Uint8Array;
	readonly logs: readonly Log[];
}

/** Bytes that are no receipt. */
export class InvalidReceiptError extends BaseError {}

/** The canonical bytes of a receipt, as they enter the receipts trie: RLP, after the type byte if there is one (EIP-2718). */
export function encodeReceipt({ type, outcome, cumulativeGasUsed, logsBloom, logs }: Receipt): Uint8Array {
	writer.reset();
	for (let i = logs.length - 1; i >= 0; i--) writeLog(logs[i]!);
	writer.closeList(0);
	writer.writeString(logsBloom);
	writer.writeString(bigIntToMinimalBytes(cumulativeGasUsed));
	if (typeof outcome === "string") writer.writeHex(outcome);
	else writer.writeByte(outcome ? 1 : emptyString);
	writer.closeList(0);
	if (type !== 0) writer.writeByte(type);
	return writer.take();
}

/** The RLP of an empty string, which stands for false. */
const emptyString = 0x80;

/** Kept between calls, and written from the end: a block has hundreds of receipts, and they hundreds of topics. */
const writer = new RlpWriter();

function writeLog({ address, topics, data }: Log): void {
	const end = writer.written;
	writer.writeString(data);
	const topicsEnd = writer.written;
	for (let i = topics.length - 1; i >= 0; i--) writer.writeHex(topics[i]!);
	writer.closeList(topicsEnd);
	writer.writeHex(address);
	writer.closeList(end);
}

/**
 * Decodes a receipt; strict, what it accepts encodes to the same bytes again.
 *
 * @throws {InvalidReceiptError} the bytes are no receipt
 */
export function decodeReceipt(bytes: Uint8Array): Receipt {
	const first = bytes[0] ?? 0;
	const type = first >= 0xc0 ? 0 : first;
	if (type > 4 || (type === 0 && first < 0xc0)) throw new InvalidReceiptError(`A receipt does not begin with ${first}`);
	let item: RlpItem;
	try {
		item = decodeRlp(type === 0 ? bytes : bytes.subarray(1));
	} catch (cause) {
		if (cause instanceof RlpError) throw new InvalidReceiptError(`A receipt is RLP: ${cause.shortMessage}`, { cause });
		throw cause;
	}
	const [outcome, gas, bloom, logs] = listOf(item, 4);
	return {
		type: type as TransactionType,
		outcome: readOutcome(bytesOf(outcome!)),
		cumulativeGasUsed: readInteger(bytesOf(gas!)),
		logsBloom: bytesOf(bloom!, bloomSizeBytes).slice(),
		logs: listOf(logs!).map(readLog),
	};
}

/** The root of the receipts trie of a block. */
export function computeReceiptsRoot(receipts: readonly Receipt[]): Hash {
	return bytesToHex(computeIndexedRoot(receipts.map(encodeReceipt)));
}

/** A log as it stands in a receipt: address, topics, data. */
export function logToRlp({ address, topics, data }: Log): RlpItem {
	return [hexToBytes(address), topics.map((topic) => hexToBytes(topic)), data];
}

function readOutcome(bytes: Uint8Array): boolean | Hash {
	if (bytes.length === 32) return bytesToHex(bytes);
	if (bytes.length === 0) return false;
	if (bytes.length === 1 && bytes[0] === 1) return true;
	throw new InvalidReceiptError("A receipt's status is 0, 1 or a state root");
}

function readInteger(bytes: Uint8Array): bigint {
	if (bytes.length > 8 || bytes[0] === 0) throw new InvalidReceiptError("Gas is an integer of at most 8 bytes");
	return bytesToBigInt(bytes);
}

function readLog(item: RlpItem): Log {
	const [address, topics, data] = listOf(item, 3);
	return {
		address: bytesToHex(bytesOf(address!, 20)),
		topics: listOf(topics!).map((topic) => bytesToHex(bytesOf(topic, 32))),
		data: bytesOf(data!).slice(),
	};
}

function listOf(item: RlpItem, size?: number): readonly RlpItem[] {
	if (item instanceof Uint8Array) throw new InvalidReceiptError("There are bytes where a receipt has a list");
	if (size !== undefined && item.length !== size) {
		throw new InvalidReceiptError(`A list of a receipt has ${item.length} items instead of ${size}`);
	}
	return item;
}

function bytesOf(item: RlpItem, size?: number): Uint8Array {
	if (!(item instanceof Uint8Array)) throw new InvalidReceiptError("There is a list where a receipt has bytes");
	if (size !== undefined && item.length !== size) {
		throw new InvalidReceiptError(`A field of a receipt has ${item.length} bytes instead of ${size}`);
	}
	return item;
}
