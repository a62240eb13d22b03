import type { Address } from "../bytes/address.js";
import { bytesToHex } from "../bytes/hex.js";
import { bigIntToBytes, bytesToBigInt } from "../bytes/integer.js";
import { BaseError } from "../errors/base-error.js";
import { keccak256 } from "./keccak256.js";
import { Library } from "./library.js";
import type { Secp256k1Backend, SignerRecovery } from "./secp256k1/backend.js";
import { createLibauthSecp256k1 } from "./secp256k1/libauth.js";
import { createNobleSecp256k1 } from "./secp256k1/noble.js";
import { createRecoveryModule } from "./secp256k1/recovery-module.js";

/** A message hash or private key that secp256k1 cannot use. */
export class InvalidKeyError extends BaseError {}

/** An ECDSA signature over secp256k1, as transactions carry it. */
export interface Signature {
	readonly r: bigint;
	readonly s: bigint;
	/** Whether the y coordinate of the point behind `r` is odd. */
	readonly yParity: 0 | 1;
}

/** Number of points of the curve: `r` and `s` are below it (SEC 2, section 2.4.1). */
export const secp256k1Order: bigint = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

const nobleSecp256k1: Library<Secp256k1Backend> = new Library(
	"@noble/curves/secp256k1.js",
	() => import("@noble/curves/secp256k1.js"),
).map(createNobleSecp256k1);

/** The arithmetic of keys, loaded on first use: libsecp256k1 in WebAssembly, or JavaScript where that cannot be loaded. */
export const secp256k1Library: Library<Secp256k1Backend> = new Library(
	"@bitauth/libauth/build/lib/bin/secp256k1/secp256k1.base64.js",
	() => import("@bitauth/libauth/build/lib/bin/secp256k1/secp256k1.base64.js"),
)
	.map(createLibauthSecp256k1)
	.or(nobleSecp256k1);

/** What recovers signers: WebAssembly of our own, always there; `secp256k1Library` where WebAssembly may not be compiled. */
export const recoveryLibrary: Library<SignerRecovery> = new Library<SignerRecovery>(
	"packages/evm/secp256k1",
	async () => createRecoveryModule(),
	{ loadNow: createRecoveryModule },
).or(secp256k1Library);

/**
 * The public key (64 bytes: x, y) whose owner signed the 32-byte hash; undefined when no key gives this signature. `s`
 * may be in the upper half of the order, as the ECRECOVER precompile allows (Yellow Paper, appendix E).
 *
 * @throws {LibraryNotLoadedError} only where WebAssembly may not be compiled: `await recoveryLibrary.load()` first
 * @throws {InvalidKeyError} the hash does not have 32 bytes
 */
export function recoverPublicKey(hash: Uint8Array, r: bigint, s: bigint, yParity: 0 | 1): Uint8Array | undefined {
	checkSize("A message hash", hash);
	if (r <= 0n || r >= secp256k1Order || s <= 0n || s >= secp256k1Order) return undefined;
	const signature = new Uint8Array(64);
	signature.set(bigIntToBytes(r, 32));
	signature.set(bigIntToBytes(s, 32), 32);
	return recoveryLibrary.get().recover(hash, signature, yParity);
}

/** The address of {@link recoverPublicKey}'s key. */
export function recoverAddress(hash: Uint8Array, r: bigint, s: bigint, yParity: 0 | 1): Address | undefined {
	const publicKey = recoverPublicKey(hash, r, s, yParity);
	return publicKey === undefined ? undefined : publicKeyToAddress(publicKey);
}

/**
 * Signs a 32-byte hash: deterministic (RFC 6979), `s` in the lower half of the order (EIP-2).
 *
 * @throws {LibraryNotLoadedError} see {@link Library}
 * @throws {InvalidKeyError} the hash or the key does not have 32 bytes, or the key is 0 or not below the order
 */
export function signHash(hash: Uint8Array, privateKey: Uint8Array): Signature {
	checkSize("A message hash", hash);
	checkPrivateKey(privateKey);
	const signed = secp256k1Library.get().sign(hash, privateKey);
	return {
		r: bytesToBigInt(signed.subarray(0, 32)),
		s: bytesToBigInt(signed.subarray(32, 64)),
		yParity: signed[64] as 0 | 1,
	};
}

/**
 * The address that a private key (32 bytes) owns: the last 20 bytes of the public key's keccak256.
 *
 * @throws {LibraryNotLoadedError} see {@link Library}
 * @throws {InvalidKeyError} the key does not have 32 bytes, is 0 or not below the order
 */
export function privateKeyToAddress(privateKey: Uint8Array): Address {
	return publicKeyToAddress(privateKeyToPublicKey(privateKey));
}

/**
 * The public key (64 bytes: x, y) of a private key (32 bytes).
 *
 * @throws {LibraryNotLoadedError} see {@link Library}
 * @throws {InvalidKeyError} the key does not have 32 bytes, is 0 or not below the order
 */
export function privateKeyToPublicKey(privateKey: Uint8Array): Uint8Array {
	checkPrivateKey(privateKey);
	return secp256k1Library.get().derivePublicKey(privateKey);
}

function publicKeyToAddress(publicKey: Uint8Array): Address {
	return bytesToHex(keccak256(publicKey).subarray(12));
}

function checkSize(what: string, bytes: Uint8Array): void {
	if (bytes.length !== 32) throw new InvalidKeyError(`${what} has 32 bytes, not ${bytes.length}`);
}

function checkPrivateKey(privateKey: Uint8Array): void {
	checkSize("A private key", privateKey);
	const scalar = bytesToBigInt(privateKey);
	// The value is secret: it stays out of the message.
	if (scalar === 0n || scalar >= secp256k1Order) {
		throw new InvalidKeyError("A private key is at least 1 and below the order of secp256k1");
	}
}
