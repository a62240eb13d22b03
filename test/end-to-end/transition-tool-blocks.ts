import { forkAt, getFork, parseTransition, resolveSpec, type Spec, transitionChain } from "@evmore/evm/spec";
import type { TransitionData } from "./transition-tool.js";

type HeaderJson = Readonly<Record<string, string | undefined>>;

/** The decoded content of a block in a blockchain test. */
export interface BlockContent {
	readonly blockHeader: HeaderJson;
	readonly transactions: readonly Readonly<Record<string, unknown>>[];
	readonly uncleHeaders?: readonly HeaderJson[];
	readonly withdrawals?: readonly unknown[];
}

/** A blockchain test, as far as it is read here. */
export interface BlockTestJson {
	readonly network: string;
	readonly genesisBlockHeader: HeaderJson;
	readonly pre: Readonly<Record<string, unknown>>;
	readonly postState?: Readonly<Record<string, unknown>>;
	readonly config?: {
		readonly chainid?: string;
		readonly blobSchedule?: Readonly<Record<string, unknown>>;
	};
	readonly blocks: readonly BlockJson[];
}

type BlockJson = Partial<BlockContent> & {
	readonly expectException?: string;
	readonly rlp_decoded?: BlockContent;
};

/** The content of a block, also of one that must be refused; undefined: there is only its RLP. */
export function contentOf({
	blockHeader,
	transactions,
	uncleHeaders,
	withdrawals,
	rlp_decoded,
}: BlockJson): BlockContent | undefined {
	if (blockHeader === undefined || transactions === undefined) return rlp_decoded;
	return {
		blockHeader,
		transactions,
		...(uncleHeaders !== undefined && { uncleHeaders }),
		...(withdrawals !== undefined && { withdrawals }),
	};
}

/** The rules of a block. */
export function specOf(network: string, header: HeaderJson): Spec {
	const transition = parseTransition(network);
	if (transition === undefined) return resolveSpec(network);
	const block = { number: BigInt(header.number!), timestamp: BigInt(header.timestamp!) };
	return resolveSpec(forkAt(transitionChain(network, transition), block));
}

/**
 * What a test filler would ask for a block: what the header says beforehand, and of what can be computed only what it is
 * computed from.
 *
 * @param chain - headers from block 0 to the parent
 * @param alloc - the state after the parent
 */
export function transitionOf(
	test: BlockTestJson,
	chain: readonly HeaderJson[],
	alloc: Readonly<Record<string, unknown>>,
	content: BlockContent,
): TransitionData {
	const { blockHeader: header, transactions, uncleHeaders = [], withdrawals } = content;
	const { rules, parameters, fork } = specOf(test.network, header);
	const parent = chain.at(-1)!;
	const { proofOfStake } = rules;
	const schedule = Object.entries(test.config?.blobSchedule ?? {}).find(([name]) => getFork(name).name === fork);
	return {
		fork: test.network,
		chainId: Number(test.config?.chainid ?? 1),
		reward: proofOfStake ? 0 : parameters.blockRewardGwei * 1e9,
		alloc,
		env: {
			currentCoinbase: header.coinbase,
			currentGasLimit: header.gasLimit,
			currentNumber: header.number,
			currentTimestamp: header.timestamp,
			parentTimestamp: parent.timestamp,
			parentDifficulty: parent.difficulty,
			parentUncleHash: parent.uncleHash,
			parentGasUsed: parent.gasUsed,
			parentGasLimit: parent.gasLimit,
			parentHash: parent.hash,
			...(proofOfStake && { currentRandom: header.mixHash }),
			...(parent.baseFeePerGas !== undefined
				? { parentBaseFee: parent.baseFeePerGas }
				: { currentBaseFee: header.baseFeePerGas }),
			...(parent.excessBlobGas !== undefined
				? { parentExcessBlobGas: parent.excessBlobGas, parentBlobGasUsed: parent.blobGasUsed }
				: { currentExcessBlobGas: header.excessBlobGas }),
			parentBeaconBlockRoot: header.parentBeaconBlockRoot,
			blockHashes: Object.fromEntries(chain.map(({ number, hash }) => [BigInt(number!).toString(), hash])),
			ommers: uncleHeaders.map(({ coinbase, number }) => ({
				address: coinbase,
				delta: Number(BigInt(header.number!) - BigInt(number!)),
			})),
			...(withdrawals !== undefined && { withdrawals }),
			// Fillers write more than tools know.
			currentBlobGasUsed: header.blobGasUsed,
			extraData: "0x00",
		},
		txs: transactions.map(toFillerTransaction),
		...(schedule !== undefined && { blobParams: schedule[1] }),
	};
}

/** A transaction with the names that fillers send. */
function toFillerTransaction({
	gasLimit,
	data,
	to,
	...rest
}: Readonly<Record<string, unknown>>): Record<string, unknown> {
	return { ...rest, to: to === "" ? null : to, gas: gasLimit, input: data };
}
