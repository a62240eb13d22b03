import { extendFork, type Fork } from "../fork.js";
import { bpo2 } from "./bpo2.js";

export const bpo3: Fork = extendFork(
	bpo2,
	"BPO3",
	[],
	"Not scheduled on any network: the numbers are those of the execution specification's tests. Blocks aim at 21 blobs and have at most 32.",
	{ targetBlobs: 21, maxBlobs: 32, blobBaseFeeUpdateFraction: 20_609_697 },
);
