import { keccak256 } from "@evmore/evm/crypto";
import { coinbase } from "./accounts.js";

/** The block all programs run in. */
export const fuzzBlock = {
	number: 1000n,
	timestamp: 1_700_000_000n,
	coinbase,
	gasLimit: 30_000_000n,
	baseFee: 7n,
	difficulty: 0x20000n,
	prevRandao: 0x1234_5678_9abc_def0_1234_5678_9abc_def0_1234_5678_9abc_def0n,
	blobBaseFee: 1n,
} as const;

/** What BLOCKHASH answers for a recent block. */
export function fuzzBlockHash(number: bigint): Uint8Array {
	return keccak256(new TextEncoder().encode(String(number)));
}
