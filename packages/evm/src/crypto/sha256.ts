import { sha256 as hashSha256 } from "@noble/hashes/sha2.js";

/** The 32-byte SHA-256 hash (FIPS 180-4). */
export function sha256(bytes: Uint8Array): Uint8Array {
	return hashSha256(bytes);
}
