import { bytesToHex } from "@evmore/evm";
import type { Withdrawal } from "@evmore/evm/block";
import { runAsync } from "@evmore/evm/evm";
import { decodeTransaction, effectiveGasPrice, encodeTransaction, recoverSender } from "@evmore/evm/tx";
import { BlockBuilder, type BuiltBlock } from "../../chain/block-builder.js";
import type { StoredBlock } from "../../database/database.js";
import { invalidParameters, RpcError } from "../../errors/rpc-error.js";
import { refusedTransaction } from "../../errors/transaction-fault.js";
import type { DevNode } from "../../node/dev-node.js";
import { address, bytes, codec, fieldsOf, hash, type JsonObject, list, optional, uint64 } from "../codec.js";
import { encodeHeaderJson } from "../encode-block.js";
import { method, type RpcMethod } from "../method.js";
import { toQuantity } from "../transaction-codec.js";

const withdrawalFields = fieldsOf({ index: uint64, validatorIndex: uint64, address, amount: uint64 });

const withdrawal = codec((value, place): Withdrawal => {
	const { index, validatorIndex, address: to, amount } = withdrawalFields.decode(value, place);
	if (to === undefined) throw invalidParameters(`${place} has no address`);
	return { index: index ?? 0n, validatorIndex: validatorIndex ?? 0n, address: to, amount: amount ?? 0n };
});

const attributeFields = fieldsOf({
	timestamp: uint64,
	prevRandao: hash,
	suggestedFeeRecipient: address,
	withdrawals: list(withdrawal, 16),
	parentBeaconBlockRoot: hash,
});

/** A block's gas limit moves towards what its maker wants by less than 1/1024 of the parent's (Yellow Paper 4.3.4). */
function nextGasLimit(before: bigint, wanted: bigint, divisor: bigint): bigint {
	const step = before / divisor - 1n;
	if (wanted > before) return wanted < before + step ? wanted : before + step;
	return wanted > before - step ? wanted : before - step;
}

/** The payload of a block as the consensus layer gets it. */
function encodePayload({ block, requests }: BuiltBlock): JsonObject {
	const fields = encodeHeaderJson(block.header);
	const { header, withdrawals } = block;
	return {
		executionPayload: {
			parentHash: fields.parentHash,
			feeRecipient: fields.miner,
			stateRoot: fields.stateRoot,
			receiptsRoot: fields.receiptsRoot,
			logsBloom: fields.logsBloom,
			prevRandao: fields.mixHash,
			blockNumber: fields.number,
			gasLimit: fields.gasLimit,
			gasUsed: fields.gasUsed,
			timestamp: fields.timestamp,
			extraData: fields.extraData,
			baseFeePerGas: fields.baseFeePerGas,
			blockHash: block.hash,
			transactions: block.transactionBytes.map((raw) => bytesToHex(raw)),
			...(withdrawals !== undefined && {
				withdrawals: withdrawals.map((entry) => ({
					index: toQuantity(entry.index),
					validatorIndex: toQuantity(entry.validatorIndex),
					address: entry.address,
					amount: toQuantity(entry.amount),
				})),
			}),
			...(header.blobGasUsed !== undefined && { blobGasUsed: toQuantity(header.blobGasUsed) }),
			...(header.excessBlobGas !== undefined && { excessBlobGas: toQuantity(header.excessBlobGas) }),
		},
		blobsBundle: { commitments: [], proofs: [], blobs: [] },
		executionRequests: requests.map((request) => bytesToHex(request)),
		shouldOverrideBuilder: false,
	};
}

async function buildBlock(
	node: DevNode,
	parent: StoredBlock,
	attributes: ReturnType<typeof attributeFields.decode>,
	transactions: readonly Uint8Array[],
	extraData: Uint8Array,
): Promise<JsonObject> {
	const { chain } = node;
	const { header, hash: parentHash, ommers } = parent.block;
	const { timestamp } = attributes;
	if (timestamp === undefined || timestamp <= header.timestamp) {
		throw invalidParameters("the timestamp is not after the parent's");
	}
	const spec = chain.specAt({ number: header.number + 1n, timestamp }, parent.totalDifficulty);
	const state = chain.draft(parent);
	const divisor = BigInt(spec.parameters.gasLimitBoundDivisor);
	return node.machines.lend(spec, state, async (machine) => {
		const builder = new BlockBuilder(
			machine,
			{ hash: parentHash, header, hasOmmers: ommers.length > 0 },
			{
				timestamp,
				coinbase: attributes.suggestedFeeRecipient ?? node.miner.settings.coinbase,
				gasLimit: nextGasLimit(header.gasLimit, node.miner.settings.gasLimit, divisor),
				prevRandao: attributes.prevRandao,
				extraData,
				withdrawals: attributes.withdrawals ?? [],
				...(attributes.parentBeaconBlockRoot !== undefined && {
					parentBeaconBlockRoot: attributes.parentBeaconBlockRoot,
				}),
			},
			{ network: chain.network, spec, state, blockHash: (number) => chain.ancestorHash(parent, number) },
		);
		await runAsync(builder.begin());
		let blockValue = 0n;
		for (const raw of transactions) {
			const transaction = decodeTransaction(raw, spec);
			const sender = recoverSender(transaction, spec);
			if (sender === undefined) throw refusedTransaction("TransactionException.INVALID_SIGNATURE_VRS");
			const result = await runAsync(builder.add(transaction, sender));
			if (result.status === "refused") {
				throw refusedTransaction(result.exception, `address ${sender}, tx: ${transaction.nonce}`);
			}
			const baseFee = builder.header.baseFee ?? 0n;
			blockValue += result.gasUsed * (effectiveGasPrice(transaction, baseFee) - baseFee);
		}
		const built = await runAsync(builder.finish());
		if (built.status === "refused") throw new RpcError("serverError", built.details);
		return { ...encodePayload(built), blockValue: toQuantity(blockValue) };
	});
}

async function listPool(node: DevNode): Promise<Uint8Array[]> {
	const selection = await node.miner.select(node.miner.nextBaseFee);
	const found: Uint8Array[] = [];
	for (let next = selection.next(); next !== undefined; next = selection.next()) {
		found.push(encodeTransaction(next.transaction));
	}
	return found;
}

export const testingMethods: readonly RpcMethod[] = [
	method(
		"testing_buildBlockV1",
		[hash, attributeFields, optional(list(bytes, 100_000)), optional(bytes, new Uint8Array(0))],
		async ({ node }, parentHash, attributes, transactions, extraData) => {
			const parent = node.chain.block(parentHash);
			if (parent === undefined) throw new RpcError("serverError", "unknown parent");
			// Without a list it is the pool's transactions that are wanted, best first.
			const own = transactions ?? (await listPool(node));
			return buildBlock(node, parent, attributes, own, extraData);
		},
	),
];
