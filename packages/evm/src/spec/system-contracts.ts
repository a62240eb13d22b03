import type { Address } from "../bytes/address.js";
import type { Hex } from "../bytes/hex.js";

/** Who calls the contracts below, outside any transaction (EIP-4788). */
export const systemAddress: Address = "0xfffffffffffffffffffffffffffffffffffffffe";
/** Gas of each such call (EIP-4788). */
export const systemCallGas = 30_000_000;

/** Stores the roots of parent beacon blocks (EIP-4788). */
export const beaconRootsContract: Address = "0x000f3df6d732807ef1319fb7b8bb8522d0beac02";
/** Stores the hashes of parent blocks (EIP-2935). */
export const blockHashHistoryContract: Address = "0x0000f90827f1c53a10cb7a02335b175320002935";
/** Queues withdrawal requests (EIP-7002). */
export const withdrawalRequestContract: Address = "0x00000961ef480eb55e80d19ad83579a64c007002";
/** Queues consolidation requests (EIP-7251). */
export const consolidationRequestContract: Address = "0x0000bbddc7ce488642fb579f8b00f3a590007251";

/** Type bytes of requests to the beacon chain (EIP-7685). */
export const depositRequestType = 0;
export const withdrawalRequestType = 1;
export const consolidationRequestType = 2;
/** First topic of the deposit contract's logs: the hash of `DepositEvent(bytes,bytes,bytes,bytes,bytes)` (EIP-6110). */
export const depositEventTopic: Hex = "0x649bbc62d0e31342afea4e5cd82d4049e7e1ee912fc0889aa790803be39038c5";
