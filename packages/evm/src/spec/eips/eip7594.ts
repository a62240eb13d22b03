import { defineEip, type Eip } from "../eip.js";

/**
 * A transaction may have at most 6 blobs. Before, it could fill the block, and the rest of it concerns the network
 * only.
 */
export const eip7594: Eip = defineEip({
	number: 7594,
	title: "PeerDAS - Peer Data Availability Sampling",
	parameters: { maxBlobsPerTransaction: 6 },
});
