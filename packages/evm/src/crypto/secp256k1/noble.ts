import type { Secp256k1Backend } from "./backend.js";

type Secp256k1 = typeof import("@noble/curves/secp256k1.js")["secp256k1"];

/** The backend of pure JavaScript, on `@noble/curves`. */
export function createNobleSecp256k1({ secp256k1 }: { readonly secp256k1: Secp256k1 }): Secp256k1Backend {
	return {
		name: "noble",
		recover(hash, signature, yParity) {
			try {
				const recoverable = secp256k1.Signature.fromBytes(signature, "compact").addRecoveryBit(yParity);
				return recoverable.recoverPublicKey(hash).toBytes(false).slice(1);
			} catch {
				// A number out of range, no point with this x coordinate, or a key that would be the point at infinity.
				return undefined;
			}
		},
		sign(hash, privateKey) {
			const signed = secp256k1.sign(hash, privateKey, { prehash: false, lowS: true, format: "recovered" });
			const signature = new Uint8Array(65);
			signature.set(signed.subarray(1));
			signature[64] = signed[0]! & 1;
			return signature;
		},
		derivePublicKey(privateKey) {
			return secp256k1.getPublicKey(privateKey, false).slice(1);
		},
	};
}
