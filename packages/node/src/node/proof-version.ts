import type { Spec } from "@evmore/evm";

/** Which proofs blobs come with: those of cells, since the rules limit the blobs of a transaction (EIP-7594). */
export function proofVersion({ parameters }: Spec): 0 | 1 {
	return parameters.maxBlobsPerTransaction > 0 ? 1 : 0;
}
