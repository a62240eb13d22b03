import { RpcError } from "../errors/rpc-error.js";
import type { BlobSidecar } from "./blob-sidecar.js";
import { cellsPerBlob, loadKzg } from "./kzg.js";

/**
 * Checks that the proofs prove that the commitments are those of the blobs (EIP-4844, EIP-7594).
 *
 * @throws {RpcError} they do not
 */
export async function verifyBlobs({ version, blobs, commitments, proofs }: BlobSidecar): Promise<void> {
	const kzg = await loadKzg();
	for (const [index, blob] of blobs.entries()) {
		const commitment = commitments[index]!;
		const isValid =
			version === 0
				? kzg.verifyBlob(blob, commitment, proofs[index]!)
				: kzg.verifyCells(blob, commitment, proofs.slice(index * cellsPerBlob, (index + 1) * cellsPerBlob));
		if (!isValid) throw new RpcError("serverError", `invalid blob sidecar: the proof of blob ${index} does not hold`);
	}
}
