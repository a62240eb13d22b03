import { extendFork, type Fork } from "../fork.js";
import { bpo1 } from "./bpo1.js";

export const bpo2: Fork = extendFork(
	bpo1,
	"BPO2",
	[],
	"January 2026, the second fork that changes blob parameters only. Blocks aim at 14 blobs and have at most 21.",
	{ targetBlobs: 14, maxBlobs: 21, blobBaseFeeUpdateFraction: 11_684_671 },
);
