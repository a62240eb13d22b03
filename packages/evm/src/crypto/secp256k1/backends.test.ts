import { secp256k1 } from "@noble/curves/secp256k1.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bigIntToBytes, bytesToBigInt } from "../../bytes/integer.js";
import { recoveryLibrary, secp256k1Library, secp256k1Order } from "../secp256k1.js";
import { createLibauthSecp256k1 } from "./libauth.js";
import { createNobleSecp256k1 } from "./noble.js";
import { createRecoveryModule } from "./recovery-module.js";

const modulo = (value: bigint): bigint => ((value % secp256k1Order) + secp256k1Order) % secp256k1Order;
/** What the curve's endomorphism multiplies by. */
const lambda = 0x5363ad4cc05c30e0a5261c028812645a122e22ea20816678df02967c1b23bd72n;

const noble = createNobleSecp256k1(await import("@noble/curves/secp256k1.js"));
const own = createRecoveryModule();
const libauth = createLibauthSecp256k1(await import("@bitauth/libauth/build/lib/bin/secp256k1/secp256k1.base64.js"));

const prime = 0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2fn;
const generatorX = 0x79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798n;

const edges = [0n, 1n, 2n, 5n, secp256k1Order / 2n, secp256k1Order / 2n + 1n, secp256k1Order - 1n, secp256k1Order];
const number = fc.oneof(
	fc.bigInt(0n, (1n << 256n) - 1n),
	fc.constantFrom(...edges, secp256k1Order + 1n, prime - 1n, prime, prime + 1n, generatorX, (1n << 256n) - 1n),
);
const word = number.map((value) => bigIntToBytes(value, 32));
const key = fc.oneof(fc.bigInt(1n, secp256k1Order - 1n), fc.constantFrom(1n, 2n, secp256k1Order - 1n));
const parity = fc.constantFrom<0 | 1>(0, 1);

function join(r: Uint8Array, s: Uint8Array): Uint8Array {
	const signature = new Uint8Array(64);
	signature.set(r);
	signature.set(s, 32);
	return signature;
}

/** All three agree, and this is their answer. */
function recover(hash: Uint8Array, signature: Uint8Array, yParity: 0 | 1): Uint8Array | undefined {
	const key = noble.recover(hash, signature, yParity);
	expect(libauth.recover(hash, signature, yParity)).toEqual(key);
	expect(own.recover(hash, signature, yParity)).toEqual(key);
	return key;
}

describe("all backends", () => {
	test("recover the same from any numbers", () => {
		fc.assert(
			fc.property(word, word, word, parity, (hash, r, s, yParity) => {
				recover(hash, join(r, s), yParity);
			}),
			{ numRuns: 300 },
		);
	});

	test("recover the same where sums meet: R, s and the hash small multiples of the generator", () => {
		const small = fc.bigInt(0n, 3n).map((value) => bigIntToBytes(value, 32));
		fc.assert(
			fc.property(small, small, parity, (hash, s, yParity) => {
				recover(hash, join(bigIntToBytes(generatorX, 32), s), yParity);
			}),
		);
	});

	test("recover the same where the key is infinity, or sums of points meet: R a known multiple of the generator", () => {
		let infinite = 0;
		const scalar = fc.oneof(fc.bigInt(1n, secp256k1Order - 1n), fc.bigInt(1n, 40n), fc.constantFrom(lambda));
		const near = fc.bigInt(-4n, 4n);
		const root = fc.constantFrom(1n, lambda, lambda ** 2n);
		fc.assert(
			fc.property(scalar, fc.oneof(scalar, near), near, root, (k, s, difference, factor) => {
				// The key is (s k - hash) / r times the generator: -difference / r, or what the endomorphism makes of that.
				const hash = modulo(s * k + difference * factor);
				const { x, y } = secp256k1.Point.BASE.multiply(k).toAffine();
				const signature = join(bigIntToBytes(x, 32), bigIntToBytes(modulo(s), 32));
				const key = recover(bigIntToBytes(hash, 32), signature, (y & 1n) === 0n ? 0 : 1);
				if (key === undefined) infinite++;
			}),
			{ numRuns: 400 },
		);
		expect(infinite).toBeGreaterThan(10);
	});

	test("sign alike, and derive the same key, which is recovered", () => {
		fc.assert(
			fc.property(key, fc.uint8Array({ minLength: 32, maxLength: 32 }), (secret, hash) => {
				const privateKey = bigIntToBytes(secret, 32);
				const signed = libauth.sign(hash, privateKey);
				expect(signed).toEqual(noble.sign(hash, privateKey));
				expect(bytesToBigInt(signed.subarray(32, 64)) <= secp256k1Order / 2n).toBe(true);
				const publicKey = libauth.derivePublicKey(privateKey);
				expect(publicKey).toEqual(noble.derivePublicKey(privateKey));
				// A hash of zero and the like have no part in this: the key is what signed.
				expect(recover(hash, signed.subarray(0, 64), signed[64] as 0 | 1)).toEqual(publicKey);
			}),
			{ numRuns: 60 },
		);
	});

	test("the fast ones are what Node loads at once", () => {
		expect(secp256k1Library.get().name).toBe("libauth");
		expect(recoveryLibrary.get().name).toBe("evmore");
	});
});
