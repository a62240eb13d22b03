import * as library from "@noble/curves/nist.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { concatBytes } from "../../bytes/bytes.js";
import { bigIntToBytes } from "../../bytes/integer.js";
import { mclLibrary } from "../mcl/library.js";
import { p256Library } from "./library.js";
import { createMclP256 } from "./mcl.js";
import { createNobleP256 } from "./noble.js";

const mcl = createMclP256(mclLibrary.get());
const noble = createNobleP256(library);
const { p256 } = library;
const order = p256.Point.Fn.ORDER;
const prime = p256.Point.Fp.ORDER;

const key = fc.oneof(fc.bigInt(1n, order - 1n), fc.constantFrom(1n, 2n, order - 1n));
const edge = fc.constantFrom(0n, 1n, order - 1n, order, order + 1n, prime - 1n, prime, prime + 1n, (1n << 256n) - 1n);
const hash = fc.oneof(
	fc.uint8Array({ minLength: 32, maxLength: 32 }),
	edge.map((value) => bigIntToBytes(value, 32)),
);

function sign(secret: bigint, message: Uint8Array): Uint8Array {
	const privateKey = bigIntToBytes(secret, 32);
	const signature = p256.sign(message, privateKey, { prehash: false, lowS: false, format: "compact" });
	return concatBytes(message, signature, p256.getPublicKey(privateKey, false).subarray(1));
}

describe("both backends of secp256r1", () => {
	test("the fast one is what Node loads at once", () => {
		expect(p256Library.get().name).toBe("mcl");
	});

	test("accept what was signed, with s and with its negative", () => {
		fc.assert(
			fc.property(key, hash, (secret, message) => {
				const input = sign(secret, message);
				const before = input.slice();
				expect([mcl.verify(input), noble.verify(input)]).toEqual([true, true]);
				expect(input).toEqual(before);
				const s = BigInt(`0x${Buffer.from(input.subarray(64, 96)).toString("hex")}`);
				input.set(bigIntToBytes(order - s, 32), 64);
				expect([mcl.verify(input), noble.verify(input)]).toEqual([true, true]);
			}),
			{ numRuns: 60 },
		);
	});

	test("verify alike when a byte or a word is another", () => {
		const damage = fc.oneof(
			fc.tuple(fc.nat(159), fc.nat(255)).map(([position, byte]) => [position, Uint8Array.of(byte)] as const),
			fc.tuple(fc.nat(4), edge).map(([word, value]) => [32 * word, bigIntToBytes(value, 32)] as const),
		);
		fc.assert(
			fc.property(key, hash, damage, (secret, message, [position, bytes]) => {
				const input = sign(secret, message);
				input.set(bytes, position);
				expect(mcl.verify(input)).toBe(noble.verify(input));
			}),
			{ numRuns: 250 },
		);
	});

	test("verify alike where the two products meet: small keys, hashes and r", () => {
		const { x } = p256.Point.BASE.toAffine();
		// R is the generator when s = hash + r · key: then u1 + u2 · key = 1.
		fc.assert(
			fc.property(fc.bigInt(1n, 4n), fc.bigInt(0n, 4n), fc.nat(1), (secret, message, miss) => {
				const r = x % order;
				const s = (message + r * secret + BigInt(miss)) % order;
				const point = p256.Point.BASE.multiply(secret).toAffine();
				const input = concatBytes(...[message, r, s, point.x, point.y].map((value) => bigIntToBytes(value, 32)));
				expect(mcl.verify(input)).toBe(miss === 0);
				expect(noble.verify(input)).toBe(miss === 0);
			}),
		);
		// The sum is infinity: u1 = -u2 · key.
		const message = order - 7n;
		const point = p256.Point.BASE.multiply(7n).toAffine();
		const input = concatBytes(...[message, 1n, 5n, point.x, point.y].map((value) => bigIntToBytes(value, 32)));
		expect([mcl.verify(input), noble.verify(input)]).toEqual([false, false]);
	});

	test("infinity as a key is refused", () => {
		const input = concatBytes(sign(5n, new Uint8Array(32)).subarray(0, 96), new Uint8Array(64));
		expect([mcl.verify(input), noble.verify(input)]).toEqual([false, false]);
	});
});
