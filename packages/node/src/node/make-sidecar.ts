import type { Hash, Spec } from "@evmore/evm";
import { invalidParameters } from "../errors/rpc-error.js";
import type { TransactionRequest } from "../execution/transaction-request.js";
import { type BlobSidecar, checkSidecar, versionedHash } from "../pool/blob-sidecar.js";
import { loadKzg } from "../pool/kzg.js";
import { verifyBlobs } from "../pool/verify-blobs.js";
import { proofVersion } from "./proof-version.js";

/** The sidecar of a request with blobs: commitments and cell proofs are made where they are not given. */
export async function makeSidecar(
	{ blobs, commitments, proofs, blobVersionedHashes }: TransactionRequest,
	spec: Spec,
): Promise<{ readonly sidecar: BlobSidecar; readonly hashes: readonly Hash[] } | undefined> {
	if (blobs === undefined) return undefined;
	const version = proofVersion(spec);
	const kzg = await loadKzg();
	const made = commitments ?? blobs.map((blob) => kzg.blobToKzgCommitment(blob));
	if (proofs === undefined && version === 0) {
		throw invalidParameters("blobs need their proofs: before EIP-7594 this node makes none");
	}
	const allProofs = proofs ?? blobs.flatMap((blob) => kzg.computeCellsAndKzgProofs(blob).proofs);
	const sidecar: BlobSidecar = { version, blobs, commitments: made, proofs: allProofs };
	const hashes = blobVersionedHashes ?? made.map(versionedHash);
	checkSidecar(sidecar, hashes, version);
	await verifyBlobs(sidecar);
	return { sidecar, hashes };
}
