import { eip3675 } from "../eips/eip3675.js";
import { eip4399 } from "../eips/eip4399.js";
import { extendFork, type Fork } from "../fork.js";
import { grayGlacier } from "./gray-glacier.js";

export const paris: Fork = extendFork(
	grayGlacier,
	"Paris",
	[eip3675, eip4399],
	"September 2022, the merge with the beacon chain. Proof of stake chooses the blocks, rewards leave the execution layer, and the difficulty becomes randomness.",
);
