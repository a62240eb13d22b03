/** Numbers of the protocol that no EIP ever changed. */

/** Words on the stack of a frame (Yellow Paper 9.1). */
export const maxStackWords = 1024;
/** Frames below the outermost one (Yellow Paper 9.1). */
export const maxCallDepth = 1024;
/** Blocks back that BLOCKHASH can see (Yellow Paper 9.4). */
export const blockHashDepth = 256;
/** Generations back an ommer's parent may lie (Yellow Paper 11.1). */
export const maxOmmerDepth = 6;
/** Ommers of one block (Yellow Paper 11.1). */
export const maxOmmers = 2;
/** The reward of a block's own miner grows by 1/32 of the block reward per ommer (Yellow Paper 11.3). */
export const ommerInclusionDivisor = 32;
/** An ommer that is n generations older gets (8 - n) / 8 of the block reward (Yellow Paper 11.3). */
export const ommerRewardDivisor = 8;
/** A call gets at most all but one such part of the gas, since EIP-150. */
export const callGasDivisor = 64;
/** Nonces stay below this (EIP-2681). */
export const maxNonce: bigint = 2n ** 64n - 1n;
/** Block gas limits stay below this (EIP-1985, and every client). */
export const maxBlockGasLimit: bigint = 2n ** 63n - 1n;

/** What a size parameter holds while nothing limits the size, bytes. */
export const unlimitedSizeBytes = 2_147_483_647;
/** What a gas or block size parameter holds while nothing limits it. */
export const unlimited: number = Number.MAX_SAFE_INTEGER;
