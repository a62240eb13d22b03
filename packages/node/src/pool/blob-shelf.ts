import type { Hash } from "@evmore/evm";

/** Blobs that are remembered; the oldest goes first. */
const maxBlobs = 1024;

/** Blobs by their versioned hash: no part of the chain, and kept for a while. */
export class BlobShelf {
	readonly #blobs = new Map<Hash, Uint8Array>();

	add(hashes: readonly Hash[], blobs: readonly Uint8Array[]): void {
		for (const [index, hash] of hashes.entries()) {
			this.#blobs.delete(hash);
			this.#blobs.set(hash, blobs[index]!);
		}
		for (const hash of this.#blobs.keys()) {
			if (this.#blobs.size <= maxBlobs) break;
			this.#blobs.delete(hash);
		}
	}

	get(hash: Hash): Uint8Array | undefined {
		return this.#blobs.get(hash);
	}
}
