import type { BlobSidecar } from "./blob-sidecar.js";
import { loadKzg } from "./kzg.js";

/**
 * Gives blobs that come with a proof each the proofs of their cells (EIP-7594). Most clients' libraries still make the
 * former, and go-ethereum takes them from users and does the same.
 */
export async function addCellProofs({ blobs, commitments }: BlobSidecar): Promise<BlobSidecar> {
	const kzg = await loadKzg();
	const proofs = blobs.flatMap((blob) => kzg.proveCells(blob));
	return { version: 1, blobs, commitments, proofs };
}
