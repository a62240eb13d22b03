import { type BlockHeader, type SizedBlock, sizeBlock } from "@evmore/evm/block";
import { bytesToHex } from "@evmore/evm/bytes";
import type { StoredBlock } from "../database/database.js";
import type { JsonObject } from "./codec.js";
import { encodeBlockTransaction } from "./encode-transaction.js";
import { toQuantity } from "./transaction-codec.js";

/** The fields of a header in the form of execution-apis. */
export function encodeHeaderJson(header: BlockHeader): JsonObject {
	const { baseFee, blobGasUsed, excessBlobGas, parentBeaconBlockRoot, requestsHash, withdrawalsRoot } = header;
	return {
		parentHash: header.parentHash,
		sha3Uncles: header.ommersHash,
		miner: header.coinbase,
		stateRoot: header.stateRoot,
		transactionsRoot: header.transactionsRoot,
		receiptsRoot: header.receiptsRoot,
		logsBloom: bytesToHex(header.logsBloom),
		difficulty: toQuantity(header.difficulty),
		number: toQuantity(header.number),
		gasLimit: toQuantity(header.gasLimit),
		gasUsed: toQuantity(header.gasUsed),
		timestamp: toQuantity(header.timestamp),
		extraData: bytesToHex(header.extraData),
		mixHash: header.mixHash,
		nonce: header.nonce,
		...(baseFee !== undefined && { baseFeePerGas: toQuantity(baseFee) }),
		...(withdrawalsRoot !== undefined && { withdrawalsRoot }),
		...(blobGasUsed !== undefined && { blobGasUsed: toQuantity(blobGasUsed) }),
		...(excessBlobGas !== undefined && { excessBlobGas: toQuantity(excessBlobGas) }),
		...(parentBeaconBlockRoot !== undefined && { parentBeaconBlockRoot }),
		...(requestsHash !== undefined && { requestsHash }),
	};
}

/** A block without its transactions. */
export function encodeBlockShell(block: SizedBlock): JsonObject {
	return {
		...encodeHeaderJson(block.header),
		hash: block.hash,
		size: toQuantity(block.sizeBytes),
		uncles: block.ommers.map(
			(header) => sizeBlock({ header, transactions: [], ommers: [], withdrawals: undefined }).hash,
		),
		...(block.withdrawals !== undefined && {
			withdrawals: block.withdrawals.map(({ index, validatorIndex, address, amount }) => ({
				index: toQuantity(index),
				validatorIndex: toQuantity(validatorIndex),
				address,
				amount: toQuantity(amount),
			})),
		}),
	};
}

/** A block with the hashes of its transactions, or the transactions. What is not settled of a pending one is null. */
export function encodeBlockJson(stored: StoredBlock, withTransactions: boolean, isPending = false): JsonObject {
	return {
		...encodeBlockShell(stored.block),
		transactions: withTransactions
			? stored.hashes.map((_, index) => encodeBlockTransaction(stored, index, isPending))
			: stored.hashes,
		...(isPending && { hash: null, nonce: null }),
	};
}
