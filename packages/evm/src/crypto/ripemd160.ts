import { ripemd160 as hashRipemd160 } from "@noble/hashes/legacy.js";

/** The 20-byte RIPEMD-160 hash (ISO/IEC 10118-3). */
export function ripemd160(bytes: Uint8Array): Uint8Array {
	return hashRipemd160(bytes);
}
