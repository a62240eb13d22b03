import type { Hash } from "@evmore/evm";
import { invalidParameters } from "../errors/rpc-error.js";
import type { TransactionRequest } from "../execution/transaction-request.js";
import { type BlobSidecar, checkSidecar, versionedHash } from "../pool/blob-sidecar.js";
import { loadKzg } from "../pool/kzg.js";
import { verifyBlobs } from "../pool/verify-blobs.js";

/**
 * The sidecar of a request with blobs: commitments and proofs are made where they are not given.
 *
 * @param version - which proofs: 0 is one per blob (EIP-4844), 1 those of cells (EIP-7594)
 */
export async function makeSidecar(
	{ blobs, commitments, proofs, blobVersionedHashes }: TransactionRequest,
	version: 0 | 1,
): Promise<{ readonly sidecar: BlobSidecar; readonly hashes: readonly Hash[] } | undefined> {
	if (blobs === undefined) return undefined;
	const kzg = await loadKzg();
	const made = commitments ?? blobs.map(kzg.commit);
	if (made.length !== blobs.length) throw invalidParameters(`${made.length} commitments for ${blobs.length} blobs`);
	const prove = (blob: Uint8Array, index: number): readonly Uint8Array[] =>
		version === 0 ? [kzg.proveBlob(blob, made[index]!)] : kzg.proveCells(blob);
	const allProofs = proofs ?? blobs.flatMap(prove);
	const sidecar: BlobSidecar = { version, blobs, commitments: made, proofs: allProofs };
	const hashes = blobVersionedHashes ?? made.map(versionedHash);
	checkSidecar(sidecar, hashes, version);
	// What was made here holds.
	if (commitments !== undefined || proofs !== undefined) await verifyBlobs(sidecar);
	return { sidecar, hashes };
}
