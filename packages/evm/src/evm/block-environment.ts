import { type Address, zeroAddress } from "../bytes/address.js";
import { EnvironmentWord } from "../engine/abi.js";
import type { Machine } from "./machine.js";

/** What instructions can ask about the block they run in. */
export interface BlockEnvironment {
	readonly number: bigint;
	/** Seconds since 1970. */
	readonly timestamp: bigint;
	readonly coinbase: Address;
	readonly gasLimit: bigint;
	/** Wei per gas; 0 before London. */
	readonly baseFee: bigint;
	/** Before Paris. */
	readonly difficulty: bigint;
	/** From Paris on; 256 bits. */
	readonly prevRandao: bigint;
	/** Wei per blob gas, from Cancun on. */
	readonly blobBaseFee: bigint;
}

/** A block in which nothing is set: number 0, time 0, plenty of gas. */
export const emptyBlock: BlockEnvironment = {
	number: 0n,
	timestamp: 0n,
	coinbase: zeroAddress,
	gasLimit: (1n << 63n) - 1n,
	baseFee: 0n,
	difficulty: 0n,
	prevRandao: 0n,
	blobBaseFee: 1n,
};

/** Puts the block where instructions read it. */
export function enterBlock(machine: Machine, block: BlockEnvironment, chainId: bigint): void {
	const { kernel } = machine;
	kernel.setEnvironment(EnvironmentWord.coinbase, BigInt(block.coinbase));
	kernel.setEnvironment(EnvironmentWord.timestamp, block.timestamp);
	kernel.setEnvironment(EnvironmentWord.number, block.number);
	kernel.setEnvironment(
		EnvironmentWord.prevRandao,
		machine.spec.rules.prevRandao ? block.prevRandao : block.difficulty,
	);
	kernel.setEnvironment(EnvironmentWord.gasLimit, block.gasLimit);
	kernel.setEnvironment(EnvironmentWord.chainId, chainId);
	kernel.setEnvironment(EnvironmentWord.baseFee, block.baseFee);
	kernel.setEnvironment(EnvironmentWord.blobBaseFee, block.blobBaseFee);
	machine.forgetBlockHashes();
}
