import { feeHistory } from "../../chain/fee-history.js";
import { RpcError } from "../../errors/rpc-error.js";
import type { RemoteNode } from "../../fork/remote-node.js";
import { defaultPriorityFee } from "../../node/node-options.js";
import { blockNumber } from "../block-name.js";
import {
	anything,
	type Codec,
	codec,
	fieldsOf,
	invalid,
	type JsonObject,
	list,
	looseInteger,
	optional,
	uint64,
} from "../codec.js";
import { method, type RpcMethod } from "../method.js";
import { toQuantity } from "../transaction-codec.js";

const percentile: Codec<number> = codec((value, place) =>
	typeof value === "number" && value >= 0 && value <= 100 ? value : invalid(place, "not a percentile from 0 to 100"),
);

const remoteHistory = fieldsOf({
	oldestBlock: uint64,
	baseFeePerGas: list(anything),
	gasUsedRatio: list(anything),
	baseFeePerBlobGas: list(anything),
	blobGasUsedRatio: list(anything),
	reward: list(anything),
});

/** Puts what blocks before the first own one charged in front. Of lists with an entry more the last is the first own block. */
async function prependHistory(
	remote: RemoteNode,
	count: bigint,
	percentiles: readonly number[],
	own: Readonly<Record<string, unknown>>,
): Promise<JsonObject> {
	const params = [toQuantity(count), toQuantity(remote.number), percentiles];
	const older = remoteHistory.decode(await remote.request("eth_feeHistory", params), "answer of the remote node");
	const blocks = older.gasUsedRatio?.length ?? 0;
	const joined: Record<string, unknown> = { ...own, oldestBlock: toQuantity(older.oldestBlock ?? remote.number) };
	for (const [name, filler] of [
		["baseFeePerGas", "0x0"],
		["gasUsedRatio", 0],
		["baseFeePerBlobGas", "0x0"],
		["blobGasUsedRatio", 0],
		["reward", percentiles.map(() => "0x0")],
	] as const) {
		if (!Array.isArray(own[name])) continue;
		// What an older node does not tell was not charged.
		const before = Array.from({ length: blocks }, (_, index) => older[name]?.[index] ?? filler);
		joined[name] = [...before, ...(own[name] as unknown[])];
	}
	return joined;
}

export const feeMethods: readonly RpcMethod[] = [
	method("eth_gasPrice", [], ({ node }) => {
		const { minGasPrice, minPriorityFee } = node.settings;
		const price = node.miner.nextSpec.rules.feeMarket ? node.miner.nextBaseFee + minPriorityFee : defaultPriorityFee;
		if (price < minGasPrice) return toQuantity(minGasPrice);
		return toQuantity(price);
	}),
	method("eth_maxPriorityFeePerGas", [], () => toQuantity(defaultPriorityFee)),
	method("eth_baseFee", [], ({ node }) => {
		if (!node.miner.nextSpec.rules.feeMarket) return null;
		return toQuantity(node.miner.nextBaseFee);
	}),
	method("eth_blobBaseFee", [], ({ node }) => {
		const fee = node.miner.nextBlobBaseFee;
		return fee === undefined ? null : toQuantity(fee);
	}),
	method(
		"eth_feeHistory",
		[looseInteger, blockNumber, optional(list(percentile, 100), [])],
		async ({ node }, count, newest, percentiles) => {
			const block = await node.resolveBlock(newest === "pending" ? "latest" : newest);
			if (block === undefined) throw new RpcError("serverError", "request beyond head block");
			let own = count;
			if (node.remote !== undefined) {
				const sinceFork = block.stored.block.header.number - node.remote.number;
				if (own > sinceFork) own = sinceFork;
			}
			const isHead = block.stored.block.hash === node.chain.head.block.hash;
			const nextBaseFee = isHead ? node.miner.settings.nextBaseFee : undefined;
			const history = feeHistory(node.chain, block.stored, own, percentiles, nextBaseFee);
			const found = {
				oldestBlock: toQuantity(history.oldestBlock),
				baseFeePerGas: history.baseFees.map(toQuantity),
				gasUsedRatio: history.gasUsedRatios,
				baseFeePerBlobGas: history.blobBaseFees.map(toQuantity),
				blobGasUsedRatio: history.blobGasUsedRatios,
				...(percentiles.length > 0 && { reward: history.rewards.map((rewards) => rewards.map(toQuantity)) }),
			};
			if (node.remote === undefined || count <= own) return found;
			return prependHistory(node.remote, count - own, percentiles, found);
		},
	),
];
