import { defineEip, type Eip } from "../eip.js";

/**
 * Adds transactions of type 3, which bring blobs of 131,072 bytes that contracts see only as hashes (BLOBHASH at 0x49,
 * 3 gas). Blobs have a gas and a price of their own, 1 wei at least, which rises while blocks have more than 3 and
 * ends at 6 of them. The contract at 0x0a verifies for 50,000 gas that a point lies on a blob's polynomial.
 */
export const eip4844: Eip = defineEip({
	number: 4844,
	title: "Shard Blob Transactions",
	gas: { BLOBHASH: 3 },
	parameters: {
		gasPerBlob: 131_072,
		targetBlobs: 3,
		maxBlobs: 6,
		minBlobBaseFee: 1,
		blobBaseFeeUpdateFraction: 3_338_477,
	},
	rules: { blobs: true },
	precompiles: [{ address: 0x0a, name: "kzgPointEvaluation", pricing: 4844 }],
	transactionTypes: [3],
});
