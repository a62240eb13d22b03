import { defineEip, type Eip } from "../eip.js";

/**
 * While 8192 gas cost more than a blob, the price of blobs no longer falls. Before, it sank to 1 wei whenever demand
 * fell behind the target.
 */
export const eip7918: Eip = defineEip({
	number: 7918,
	title: "Blob base fee bounded by execution cost",
	parameters: { blobReserveGas: 8192 },
});
