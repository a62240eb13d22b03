import { feeHistory } from "../../chain/fee-history.js";
import { RpcError } from "../../errors/rpc-error.js";
import { defaultPriorityFee } from "../../node/send-transaction.js";
import { blockNumber } from "../block-name.js";
import { type Codec, codec, invalid, list, looseInteger, optional } from "../codec.js";
import { method, type RpcMethod } from "../method.js";
import { toQuantity } from "../transaction-codec.js";

const percentile: Codec<number> = codec((value, place) =>
	typeof value === "number" && value >= 0 && value <= 100 ? value : invalid(place, "not a percentile from 0 to 100"),
);

export const feeMethods: readonly RpcMethod[] = [
	method("eth_gasPrice", [], ({ node }) => {
		const price = node.miner.nextBaseFee + (node.miner.nextSpec.rules.feeMarket ? defaultPriorityFee : 0n);
		const least = node.settings.minGasPrice;
		const usual = node.miner.nextSpec.rules.feeMarket ? price : defaultPriorityFee;
		return toQuantity(usual > least ? usual : least);
	}),
	method("eth_maxPriorityFeePerGas", [], ({ node }) => {
		if (!node.miner.nextSpec.rules.feeMarket) throw new RpcError("serverError", "there is no priority fee yet");
		return toQuantity(defaultPriorityFee);
	}),
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
			const history = feeHistory(node.chain, block.stored, count, percentiles);
			return {
				oldestBlock: toQuantity(history.oldestBlock),
				baseFeePerGas: history.baseFees.map(toQuantity),
				gasUsedRatio: history.gasUsedRatios,
				baseFeePerBlobGas: history.blobBaseFees.map(toQuantity),
				blobGasUsedRatio: history.blobGasUsedRatios,
				...(percentiles.length > 0 && { reward: history.rewards.map((rewards) => rewards.map(toQuantity)) }),
			};
		},
	),
];
