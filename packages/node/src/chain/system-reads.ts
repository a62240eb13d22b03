import type { Address } from "@evmore/evm";
import type { BlockHeader } from "@evmore/evm/block";
import {
	beaconRootsContract,
	blockHashHistoryContract,
	consolidationRequestContract,
	type Spec,
	systemAddress,
	withdrawalRequestContract,
} from "@evmore/evm/spec";
import type { AccessedAccount } from "../state/base-state.js";

/** Entries of the ring buffers that beacon roots and block hashes are kept in (EIP-4788, EIP-2935). */
const ringSize = 8191n;

/** Slots of a queue of requests that each block reads: excess, count, head and tail (EIP-7002, EIP-7251). */
const queueSlots: readonly bigint[] = [0n, 1n, 2n, 3n];

/** What a block reads whatever is in it. */
export function listSystemReads({ rules }: Spec, { number, timestamp, coinbase }: BlockHeader): AccessedAccount[] {
	const reads: AccessedAccount[] = [];
	const add = (address: Address, storageKeys: readonly bigint[] = []): number => reads.push({ address, storageKeys });
	add(coinbase);
	if (rules.beaconRoots) {
		const place = timestamp % ringSize;
		add(beaconRootsContract, [place, place + ringSize]);
	}
	if (rules.blockHashHistory) add(blockHashHistoryContract, [(number + ringSize - 1n) % ringSize]);
	if (rules.withdrawalRequests) add(withdrawalRequestContract, queueSlots);
	if (rules.consolidationRequests) add(consolidationRequestContract, queueSlots);
	if (reads.length > 1) add(systemAddress);
	return reads;
}
