import type { P256Backend } from "./backend.js";

type P256 = typeof import("@noble/curves/nist.js")["p256"];

/** SEC 1, section 2.3.3: both coordinates follow. */
const uncompressedPoint = 0x04;

/** The backend of pure JavaScript, on `@noble/curves`. */
export function createNobleP256({ p256 }: { readonly p256: P256 }): P256Backend {
	return {
		name: "noble",
		verify(input) {
			const publicKey = new Uint8Array(65);
			publicKey[0] = uncompressedPoint;
			publicKey.set(input.subarray(96, 160), 1);
			const hash = input.subarray(0, 32);
			return p256.verify(input.subarray(32, 96), hash, publicKey, { prehash: false, lowS: false, format: "compact" });
		},
	};
}
