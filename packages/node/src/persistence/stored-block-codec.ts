import { type Address, bytesToHex, hexToBytes } from "@evmore/evm";
import { decodeBlock, decodeReceipt, encodeBlock, encodeReceipt } from "@evmore/evm/block";
import { bigIntToMinimalBytes, bytesToBigInt } from "@evmore/evm/bytes";
import { decodeRlp, encodeRlp, type RlpItem } from "@evmore/evm/rlp";
import type { StoredBlock } from "../database/database.js";
import { CorruptDatabaseError } from "./persistence-error.js";

/** A stored block as bytes: RLP of block, receipts, senders, hashes of transactions, total difficulty and state root. */
export function encodeStoredBlock(stored: StoredBlock): Uint8Array {
	return encodeRlp([
		encodeBlock(stored.block),
		stored.receipts.map(encodeReceipt),
		stored.senders.map((sender) => hexToBytes(sender)),
		stored.hashes.map((hash) => hexToBytes(hash)),
		bigIntToMinimalBytes(stored.totalDifficulty),
		hexToBytes(stored.stateRoot),
	]);
}

/** @throws {CorruptDatabaseError} the bytes are not of a stored block */
export function decodeStoredBlock(bytes: Uint8Array): StoredBlock {
	try {
		const [block, receipts, senders, hashes, totalDifficulty, stateRoot] = listOf(decodeRlp(bytes));
		return {
			block: decodeBlock(bytesOf(block)),
			receipts: listOf(receipts).map((receipt) => decodeReceipt(bytesOf(receipt))),
			senders: listOf(senders).map((sender) => bytesToHex(bytesOf(sender)) as Address),
			hashes: listOf(hashes).map((hash) => bytesToHex(bytesOf(hash))),
			totalDifficulty: bytesToBigInt(bytesOf(totalDifficulty)),
			stateRoot: bytesToHex(bytesOf(stateRoot)),
		};
	} catch (cause) {
		if (cause instanceof CorruptDatabaseError) throw cause;
		throw new CorruptDatabaseError("a stored block cannot be read", { cause });
	}
}

function listOf(item: RlpItem | undefined): readonly RlpItem[] {
	if (item === undefined || item instanceof Uint8Array) {
		throw new CorruptDatabaseError("a stored block has no list where one belongs");
	}
	return item;
}

function bytesOf(item: RlpItem | undefined): Uint8Array {
	if (!(item instanceof Uint8Array)) {
		throw new CorruptDatabaseError("a stored block has no bytes where some belong");
	}
	return item;
}
