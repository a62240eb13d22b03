import { invalidParameters, RpcError } from "../../errors/rpc-error.js";
import { Breaks } from "../../node/breaks.js";
import type { DevNode } from "../../node/dev-node.js";
import { boolean, type Codec, codec, fieldsOf, looseInteger, optional, seconds } from "../codec.js";
import { encodeBlockJson } from "../encode-block.js";
import { method, type RpcMethod } from "../method.js";

/** Blocks that one request may mine. Each is made and kept: so many take about a minute, and up to 1 GB of memory. */
const maxMined = 100_000n;

/** Times and gas have 64 bits in a block: with more no client would take it. */
const integer64: Codec<bigint> = codec((value, place) =>
	within64Bits(looseInteger.decode(value, place), `invalid ${place}`),
);

function within64Bits(value: bigint, what: string): bigint {
	if (value >> 64n !== 0n) throw invalidParameters(`${what}: ${value} has more than 64 bits`);
	return value;
}

/** What `evm_mine` is given: a timestamp, or an object (Ganache's form). */
const mineOptions: Codec<{ readonly timestamp: bigint | undefined; readonly blocks: bigint }> = codec(
	(value, place) => {
		if (typeof value !== "object" || value === null) {
			return { timestamp: integer64.decode(value, place), blocks: 1n };
		}
		const { timestamp, blocks } = fieldsOf({ timestamp: integer64, blocks: looseInteger }).decode(value, place);
		return { timestamp, blocks: blocks ?? 1n };
	},
);

const blocksAndInterval = [optional(looseInteger, 1n), optional(integer64, 0n)] as const;

const oneBlock = { timestamp: undefined, blocks: 1n };

/**
 * Mines blocks.
 *
 * @param interval - seconds between them; 0: as the clock says
 * @param delay - seconds that pass before the first of them
 */
async function mineBlocks(node: DevNode, count: bigint, interval = 0n, delay = 0n): Promise<void> {
	if (count > maxMined) throw new RpcError("limitExceeded", `at most ${maxMined} blocks are mined at once`);
	await node.exclusively(async () => {
		const { chain, clock } = node;
		if (count > 0n && delay > 0n) clock.increase(delay, chain.head.block.header.timestamp);
		const breaks = new Breaks();
		for (let i = 0n; i < count; i++) {
			await breaks.take();
			if (interval > 0n && i > 0n) clock.setNext(chain.head.block.header.timestamp + interval);
			await node.mineNow();
		}
	});
}

/** Mines what the pool has and can be executed, in as many blocks as that takes. */
async function minePooled(node: DevNode): Promise<void> {
	const { miner } = node;
	const breaks = new Breaks();
	while ((await miner.select(miner.nextBaseFee)).next() !== undefined) {
		await breaks.take();
		const { results } = await node.mineNow();
		// What is left has no room in any block, now.
		if (results.length === 0) return;
	}
}

async function mineWithOptions(
	node: DevNode,
	options: typeof oneBlock | { timestamp: bigint | undefined; blocks: bigint },
): Promise<void> {
	if (options.timestamp !== undefined) setNextTimestamp(node, options.timestamp);
	await mineBlocks(node, options.blocks);
}

function setNextTimestamp(node: DevNode, timestamp: bigint): void {
	const last = node.chain.head.block.header.timestamp;
	if (timestamp <= last) {
		throw new RpcError("invalidParameters", `timestamp ${timestamp} is not after that of the last block, ${last}`);
	}
	node.clock.setNext(timestamp);
}

function wholeSeconds(value: bigint): bigint {
	// A time in milliseconds, as Date.now gives it, would be the year 50,000.
	return value > 1n << 38n ? value / 1000n : value;
}

export const miningMethods: readonly RpcMethod[] = [
	method("evm_mine", [optional(mineOptions, oneBlock)], async ({ node }, options) => {
		await mineWithOptions(node, options);
		return "0x0";
	}),
	// Anvil lets the time pass before each block, Hardhat between them.
	method("anvil_mine", blocksAndInterval, async ({ node }, count, interval) => {
		await mineBlocks(node, count, interval, interval);
		return null;
	}),
	method("hardhat_mine", blocksAndInterval, async ({ node }, count, interval) => {
		await mineBlocks(node, count, interval);
		return null;
	}),
	method(["evm_mine_detailed", "anvil_mine_detailed"], [optional(mineOptions, oneBlock)], async ({ node }, options) => {
		const before = node.chain.head.block.header.number;
		await mineWithOptions(node, options);
		const blocks = [];
		for (let number = before + 1n; ; number++) {
			const block = node.chain.blockAt(number);
			if (block === undefined) return blocks;
			blocks.push(encodeBlockJson(block, true));
		}
	}),
	method(["evm_setAutomine", "anvil_setAutomine"], [boolean], async ({ node }, enabled) => {
		const wasOff = !node.automine;
		node.automine = enabled;
		if (enabled && wasOff) await node.exclusively(() => minePooled(node));
		return null;
	}),
	method(["anvil_getAutomine", "hardhat_getAutomine"], [], ({ node }) => node.automine),
	method(["evm_setIntervalMining", "anvil_setIntervalMining"], [seconds], ({ node }, interval) => {
		node.automine = false;
		node.setIntervalMining(interval);
		return null;
	}),
	method("anvil_getIntervalMining", [], ({ node }) => (node.intervalSeconds > 0 ? node.intervalSeconds : null)),
	method(["evm_increaseTime", "anvil_increaseTime"], [looseInteger], ({ node }, by) => {
		const { timestamp } = node.chain.head.block.header;
		for (const start of [timestamp, node.clock.now]) within64Bits(start + by, "the time after that");
		return Number(node.clock.increase(by, timestamp));
	}),
	method(["evm_setTime", "anvil_setTime"], [looseInteger], ({ node }, time) => {
		const before = node.clock.now;
		node.clock.set(within64Bits(wholeSeconds(time), "the time"));
		return Number(node.clock.now - before);
	}),
	method(["evm_setNextBlockTimestamp", "anvil_setNextBlockTimestamp"], [integer64], ({ node }, timestamp) => {
		setNextTimestamp(node, timestamp);
		return null;
	}),
	method("anvil_setBlockTimestampInterval", [integer64], ({ node }, interval) => {
		node.clock.setInterval(interval);
		return null;
	}),
	method("anvil_removeBlockTimestampInterval", [], ({ node }) => {
		const had = node.clock.save().interval !== undefined;
		node.clock.setInterval(undefined);
		return had;
	}),
	method("anvil_getGenesisTime", [], ({ node }) =>
		Number(node.chain.blockAt(node.chain.firstNumber)!.block.header.timestamp),
	),
	method(["evm_setBlockGasLimit", "anvil_setBlockGasLimit"], [integer64], ({ node }, limit) => {
		node.miner.settings.gasLimit = limit;
		return true;
	}),
	method(
		["anvil_setNextBlockBaseFeePerGas", "hardhat_setNextBlockBaseFeePerGas"],
		[looseInteger],
		({ node }, baseFee) => {
			if (!node.miner.nextSpec.rules.feeMarket) throw new RpcError("serverError", "the rules have no base fee");
			node.miner.settings.nextBaseFee = baseFee;
			return null;
		},
	),
	method(["anvil_setMinGasPrice", "hardhat_setMinGasPrice"], [looseInteger], ({ node }, price) => {
		if (node.miner.nextSpec.rules.feeMarket) {
			throw new RpcError("invalidParameters", "the rules have a base fee: set that instead");
		}
		node.settings.minGasPrice = price;
		return null;
	}),
	method(["anvil_setNextBlockPrevRandao", "hardhat_setPrevRandao"], [looseInteger], ({ node }, value) => {
		if (!node.miner.nextSpec.rules.prevRandao) throw new RpcError("serverError", "the rules have no PREVRANDAO");
		node.miner.settings.nextPrevRandao = `0x${value.toString(16).padStart(64, "0")}`;
		return null;
	}),
];
