import { defineEip, type Eip } from "../eip.js";

/**
 * Opcode 0x44 pushes the randomness of the beacon chain's previous slot, which stands where the header had the mix
 * hash of the proof of work. Before, it pushed the block's difficulty. It still costs 2 gas.
 */
export const eip4399: Eip = defineEip({
	number: 4399,
	title: "Supplant DIFFICULTY opcode with PREVRANDAO",
	rules: { prevRandao: true },
});
