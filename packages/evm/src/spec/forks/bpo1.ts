import { extendFork, type Fork } from "../fork.js";
import { osaka } from "./osaka.js";

export const bpo1: Fork = extendFork(
	osaka,
	"BPO1",
	[],
	"December 2025, the first fork that changes blob parameters only. Blocks aim at 10 blobs and have at most 15.",
	{ targetBlobs: 10, maxBlobs: 15, blobBaseFeeUpdateFraction: 8_346_193 },
);
