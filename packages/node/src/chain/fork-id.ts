import { type Hash, type Hex, hexToBytes } from "@evmore/evm";
import { bigIntToBytes, concatBytes } from "@evmore/evm/bytes";
import type { Chain } from "@evmore/evm/spec";

/**
 * The fork identifier's hash (EIP-2124, EIP-6122): CRC-32 of the genesis hash and of where the forks began that a block has
 * passed.
 */
export function computeForkHash(
	network: Chain,
	genesis: { readonly hash: Hash; readonly timestamp: bigint },
	head: { readonly number: bigint; readonly timestamp: bigint },
): Hex {
	const blocks = new Set<bigint>();
	const times = new Set<bigint>();
	for (const activation of network.activations) {
		if ("block" in activation) blocks.add(BigInt(activation.block));
		else if ("time" in activation) times.add(BigInt(activation.time));
	}
	for (const block of [network.daoForkBlock, network.mergeSplitBlock]) {
		if (block !== undefined) blocks.add(BigInt(block));
	}
	blocks.delete(0n);
	const rising = (a: bigint, b: bigint): number => (a < b ? -1 : 1);
	const passed = [
		...[...blocks].sort(rising).filter((block) => block <= head.number),
		...[...times].sort(rising).filter((time) => time > genesis.timestamp && time <= head.timestamp),
	];
	const input = concatBytes(hexToBytes(genesis.hash), ...passed.map((at) => bigIntToBytes(at, 8)));
	return `0x${crc32(input).toString(16).padStart(8, "0")}`;
}

/** CRC-32 as IEEE 802.3 has it. */
function crc32(bytes: Uint8Array): number {
	let crc = 0xffffffff;
	for (const byte of bytes) {
		crc ^= byte;
		for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
	}
	return (crc ^ 0xffffffff) >>> 0;
}
