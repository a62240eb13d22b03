import { BaseError } from "@evmore/evm";
import { bigIntToBytes, bytesToBigInt } from "@evmore/evm/bytes";
import { privateKeyToPublicKey, secp256k1Order } from "@evmore/evm/crypto";
import { hmac } from "@noble/hashes/hmac.js";
import { sha512 } from "@noble/hashes/sha2.js";

/** Text that describes no way through a tree of keys. */
export class DerivationPathError extends BaseError {}

/** Steps from here on do not show in public keys: the apostrophe of a path. */
const hardenedOffset = 0x8000_0000;

/** A private key in a tree of keys, each of which gives 2^32 others (BIP-32). Arithmetic is that of the signer's library. */
export class HdKey {
	/** 32 bytes. */
	readonly privateKey: Uint8Array;
	/** 32 bytes that the keys below depend on, too. */
	readonly #chainCode: Uint8Array;

	private constructor(privateKey: Uint8Array, chainCode: Uint8Array) {
		this.privateKey = privateKey;
		this.#chainCode = chainCode;
	}

	/** The root of the tree that a seed gives. */
	static fromSeed(seed: Uint8Array): HdKey {
		const hash = hmac(sha512, new TextEncoder().encode("Bitcoin seed"), seed);
		return new HdKey(hash.subarray(0, 32), hash.subarray(32));
	}

	/**
	 * The key at the end of a path such as `m/44'/60'/0'`; `m` is this key.
	 *
	 * @throws {DerivationPathError}
	 */
	derive(path: string): HdKey {
		const [start, ...steps] = path.split("/");
		if (start !== "m") throw new DerivationPathError(`derivation path "${path}": has to start with "m"`);
		let key: HdKey = this;
		for (const step of steps) {
			const [, digits, mark] = /^(\d{1,10})('?)$/.exec(step) ?? [];
			const index = Number(digits);
			if (digits === undefined || index >= hardenedOffset) {
				throw new DerivationPathError(
					`derivation path "${path}": "${step}" is no number below 2^31, with or without an apostrophe`,
				);
			}
			key = key.child(mark === "" ? index : index + hardenedOffset);
		}
		return key;
	}

	/** The key of a step. @param index below 2^32; from 2^31 on the step is hardened */
	child(index: number): HdKey {
		const data = new Uint8Array(37);
		if (index >= hardenedOffset) data.set(this.privateKey, 1);
		else data.set(compress(privateKeyToPublicKey(this.privateKey)));
		new DataView(data.buffer).setUint32(33, index);
		const hash = hmac(sha512, this.#chainCode, data);
		const offset = bytesToBigInt(hash.subarray(0, 32));
		const key = (offset + bytesToBigInt(this.privateKey)) % secp256k1Order;
		// Once in 2^127 steps there is none; the next is taken then.
		if (offset >= secp256k1Order || key === 0n) return this.child(index + 1);
		return new HdKey(bigIntToBytes(key, 32), hash.subarray(32));
	}
}

/** A public key as x coordinate and the parity of y (SEC 1, section 2.3.3). */
function compress(publicKey: Uint8Array): Uint8Array {
	return Uint8Array.of(2 + (publicKey[63]! & 1), ...publicKey.subarray(0, 32));
}
