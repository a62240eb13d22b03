import { defineEip, type Eip } from "../eip.js";

/**
 * Blocks aim at 6 blobs instead of 3 and have at most 9 instead of 6. The price rises more slowly than it falls: the
 * update fraction goes from 3,338,477 to 5,007,716.
 */
export const eip7691: Eip = defineEip({
	number: 7691,
	title: "Blob throughput increase",
	parameters: { targetBlobs: 6, maxBlobs: 9, blobBaseFeeUpdateFraction: 5_007_716 },
});
