import { bytesToHex, hexToBytes, sha256, toBlobs } from "viem";

/** The blob that viem makes of the bytes 0x1234. */
export const knownBlob = hexToBytes(toBlobs({ data: "0x1234" })[0]!);

/** Of that blob, computed with c-kzg-4844 (EIP-4844). */
export const knownCommitment =
	"0xae5f688fc774ce26be308660c003c9c528a85410ce7f3138e37f424b7a31f61afaff45d74996ac5a5d83d061857b8006";
export const knownProof =
	"0xb0bab7126f83bd4ad1ae36a51f64fdef1bd198174c1a355660bf462b98075546960d33101ae778128a7693a2b110d218";

/** The commitment's hash, with a version byte in front. */
export const knownVersionedHash = `0x01${sha256(knownCommitment).slice(4)}`;

function assertKnown(blob: Uint8Array): void {
	if (bytesToHex(blob) !== bytesToHex(knownBlob)) throw new Error("another blob than the known one");
}

/**
 * A KZG library in the form that viem and ethers take, for this blob alone: real ones take some ten seconds to read the
 * trusted setup.
 */
export const knownKzg = {
	blobToKzgCommitment(blob: Uint8Array): Uint8Array {
		assertKnown(blob);
		return hexToBytes(knownCommitment);
	},
	computeBlobKzgProof(blob: Uint8Array, commitment: Uint8Array): Uint8Array {
		assertKnown(blob);
		if (bytesToHex(commitment) !== knownCommitment) throw new Error("another commitment than that of the blob");
		return hexToBytes(knownProof);
	},
};
