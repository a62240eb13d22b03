import { computeBaseFee, computeBlobBaseFee } from "@evmore/evm/block";
import { effectiveGasPrice } from "@evmore/evm/tx";
import type { StoredBlock } from "../database/database.js";
import { invalidParameters } from "../errors/rpc-error.js";
import { nextExcessBlobGas } from "./block-builder.js";
import type { NodeChain } from "./node-chain.js";

/** What blocks charged; the fees have an entry more, of the block that follows. */
export interface FeeHistory {
	readonly oldestBlock: bigint;
	readonly baseFees: readonly bigint[];
	readonly gasUsedRatios: readonly number[];
	readonly blobBaseFees: readonly bigint[];
	readonly blobGasUsedRatios: readonly number[];
	/** Per block, for each percentile of its gas, what was offered to the producer per gas. */
	readonly rewards: readonly (readonly bigint[])[];
}

const maxBlocks = 1024n;

/**
 * The fees of the blocks up to one.
 *
 * @param percentiles - from 0 to 100, rising
 * @param nextBaseFee - of the block that follows; default: as it follows from the newest
 */
export function feeHistory(
	chain: NodeChain,
	newest: StoredBlock,
	count: bigint,
	percentiles: readonly number[],
	nextBaseFee?: bigint,
): FeeHistory {
	for (const [index, percentile] of percentiles.entries()) {
		if (index > 0 && percentile < percentiles[index - 1]!) {
			throw invalidParameters(
				`invalid reward percentile: #${index - 1}:${percentiles[index - 1]} >= #${index}:${percentile}`,
			);
		}
	}
	const blocks: StoredBlock[] = [];
	let block: StoredBlock | undefined = newest;
	for (let left = count < maxBlocks ? count : maxBlocks; left > 0n && block !== undefined; left--) {
		blocks.unshift(block);
		block = chain.block(block.block.header.parentHash);
	}
	const baseFees: bigint[] = [];
	const blobBaseFees: bigint[] = [];
	for (const stored of blocks) {
		const { header } = stored.block;
		const spec = chain.specOf(stored);
		baseFees.push(header.baseFee ?? 0n);
		blobBaseFees.push(header.excessBlobGas === undefined ? 0n : computeBlobBaseFee(spec, header.excessBlobGas));
	}
	// The block after the last one follows from it.
	const { header } = newest.block;
	const position = { number: header.number + 1n, timestamp: header.timestamp + 1n };
	const next = chain.specAt(position, newest.totalDifficulty);
	baseFees.push(next.rules.feeMarket ? (nextBaseFee ?? computeBaseFee(next, header)) : 0n);
	blobBaseFees.push(next.rules.blobs ? computeBlobBaseFee(next, nextExcessBlobGas(next, header)) : 0n);
	return {
		oldestBlock: blocks[0]?.block.header.number ?? 0n,
		baseFees: blocks.length === 0 ? [] : baseFees,
		gasUsedRatios: blocks.map(({ block: { header: of } }) => ratio(of.gasUsed, of.gasLimit)),
		blobBaseFees: blocks.length === 0 ? [] : blobBaseFees,
		blobGasUsedRatios: blocks.map((stored) => {
			const { maxBlobs, gasPerBlob } = chain.specOf(stored).parameters;
			return ratio(stored.block.header.blobGasUsed ?? 0n, BigInt(maxBlobs * gasPerBlob));
		}),
		rewards: blocks.map((stored) => rewardsOf(stored, percentiles)),
	};
}

function ratio(used: bigint, limit: bigint): number {
	return limit === 0n ? 0 : Number(used) / Number(limit);
}

function rewardsOf({ block, receipts }: StoredBlock, percentiles: readonly number[]): readonly bigint[] {
	const baseFee = block.header.baseFee ?? 0n;
	const offers = block.transactions
		.map((transaction, index) => ({
			tip: effectiveGasPrice(transaction, baseFee) - baseFee,
			gasUsed: receipts[index]!.cumulativeGasUsed - (receipts[index - 1]?.cumulativeGasUsed ?? 0n),
		}))
		.sort((a, b) => (a.tip < b.tip ? -1 : a.tip > b.tip ? 1 : 0));
	if (offers.length === 0) return percentiles.map(() => 0n);
	let index = 0;
	let sum = offers[0]!.gasUsed;
	return percentiles.map((percentile) => {
		const threshold = BigInt(Math.floor((Number(block.header.gasUsed) * percentile) / 100));
		while (sum < threshold && index < offers.length - 1) sum += offers[++index]!.gasUsed;
		return offers[index]!.tip;
	});
}
