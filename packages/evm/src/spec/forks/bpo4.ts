import { extendFork, type Fork } from "../fork.js";
import { bpo3 } from "./bpo3.js";

export const bpo4: Fork = extendFork(
	bpo3,
	"BPO4",
	[],
	"Not scheduled on any network: the numbers are those of the execution specification's tests. Blocks aim at 14 blobs and have at most 21 again, with another update fraction.",
	{ targetBlobs: 14, maxBlobs: 21, blobBaseFeeUpdateFraction: 13_739_630 },
);
