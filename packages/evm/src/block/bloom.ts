import { type Hex, hexToBytes } from "../bytes/hex.js";
import { keccak256 } from "../crypto/keccak256.js";
import type { Log } from "../evm/logs.js";

/** Bytes of a bloom filter. */
export const bloomSizeBytes = 256;

/** The filter in which addresses and topics of logs are looked up (Yellow Paper 4.3.1): 2048 bits, three per entry. */
export function computeLogsBloom(logs: Iterable<Log>): Uint8Array {
	const bloom = new Uint8Array(bloomSizeBytes);
	for (const { address, topics } of logs) {
		addToBloom(bloom, address);
		for (const topic of topics) addToBloom(bloom, topic);
	}
	return bloom;
}

/** Whether an address or topic may be among the entries; false is certain. */
export function bloomContains(bloom: Uint8Array, entry: Uint8Array): boolean {
	return bitsOf(entry).every((bit) => (bloom[byteOf(bit)]! & (1 << (bit & 7))) !== 0);
}

/** Adds all entries of one filter to another. */
export function mergeBloom(target: Uint8Array, source: Uint8Array): void {
	for (let i = 0; i < bloomSizeBytes; i++) target[i]! |= source[i]!;
}

/** Bits of entries that came before: the same contracts and events come again and again. */
const knownBits = new Map<Hex, readonly number[]>();
const maxKnown = 8192;

function addToBloom(bloom: Uint8Array, entry: Hex): void {
	let bits = knownBits.get(entry);
	if (bits === undefined) {
		bits = bitsOf(hexToBytes(entry));
		if (knownBits.size >= maxKnown) knownBits.clear();
		knownBits.set(entry, bits);
	}
	for (const bit of bits) bloom[byteOf(bit)]! |= 1 << (bit & 7);
}

/** The low 11 bits of the first three pairs of bytes of the entry's hash. */
function bitsOf(entry: Uint8Array): readonly number[] {
	const hash = keccak256(entry);
	return [0, 2, 4].map((at) => ((hash[at]! << 8) | hash[at + 1]!) & 2047);
}

/** Bit 0 is the lowest of the last byte. */
function byteOf(bit: number): number {
	return bloomSizeBytes - 1 - (bit >> 3);
}
