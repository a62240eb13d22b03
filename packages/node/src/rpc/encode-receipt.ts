import { type Address, bytesToHex } from "@evmore/evm";
import { computeBlobBaseFee } from "@evmore/evm/block";
import { bigIntToMinimalBytes, hexToBytes } from "@evmore/evm/bytes";
import { keccak256 } from "@evmore/evm/crypto";
import { encodeRlp } from "@evmore/evm/rlp";
import { blobGas, effectiveGasPrice } from "@evmore/evm/tx";
import { listLogs, type PlacedLog } from "../chain/log-filter.js";
import type { NodeChain } from "../chain/node-chain.js";
import type { StoredBlock } from "../database/database.js";
import type { JsonObject } from "./codec.js";
import { toQuantity } from "./transaction-codec.js";

/** A log and where it stands. */
export function encodeLogJson({ log, block, transactionIndex, logIndex }: PlacedLog, removed = false): JsonObject {
	const { header, hash } = block.block;
	return {
		address: log.address,
		topics: log.topics,
		data: bytesToHex(log.data),
		blockNumber: toQuantity(header.number),
		transactionHash: block.hashes[transactionIndex],
		transactionIndex: toQuantity(transactionIndex),
		blockHash: hash,
		blockTimestamp: toQuantity(header.timestamp),
		logIndex: toQuantity(logIndex),
		removed,
	};
}

/** The receipts of a block, in the form of execution-apis. */
export function encodeReceipts(chain: NodeChain, stored: StoredBlock): JsonObject[] {
	const spec = chain.specOf(stored);
	const { header, hash: blockHash, transactions } = stored.block;
	const logs = listLogs(stored);
	return stored.receipts.map((receipt, index) => {
		const transaction = transactions[index]!;
		const sender = stored.senders[index]!;
		const before = index === 0 ? 0n : stored.receipts[index - 1]!.cumulativeGasUsed;
		const { outcome } = receipt;
		return {
			blockHash,
			blockNumber: toQuantity(header.number),
			contractAddress: transaction.to === undefined ? creationAddressOf(sender, transaction.nonce) : null,
			cumulativeGasUsed: toQuantity(receipt.cumulativeGasUsed),
			effectiveGasPrice: toQuantity(effectiveGasPrice(transaction, header.baseFee ?? 0n)),
			from: sender,
			gasUsed: toQuantity(receipt.cumulativeGasUsed - before),
			logs: logs.filter(({ transactionIndex }) => transactionIndex === index).map((log) => encodeLogJson(log)),
			logsBloom: bytesToHex(receipt.logsBloom),
			...(typeof outcome === "boolean" ? { status: outcome ? "0x1" : "0x0" } : { root: outcome }),
			to: transaction.to ?? null,
			transactionHash: stored.hashes[index],
			transactionIndex: toQuantity(index),
			type: toQuantity(receipt.type),
			...(transaction.type === 3 && {
				blobGasUsed: toQuantity(blobGas(transaction, spec)),
				blobGasPrice: toQuantity(computeBlobBaseFee(spec, header.excessBlobGas ?? 0n)),
			}),
		};
	});
}

/** Where a creation by an account with a nonce puts its contract (Yellow Paper 7). */
export function creationAddressOf(creator: Address, nonce: bigint): Address {
	return bytesToHex(keccak256(encodeRlp([hexToBytes(creator), bigIntToMinimalBytes(nonce)])).subarray(12));
}
