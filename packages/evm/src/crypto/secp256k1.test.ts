import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bytesToHex, hexToBytes } from "../bytes/hex.js";
import { bigIntToBytes } from "../bytes/integer.js";
import { keccak256 } from "./keccak256.js";
import {
	InvalidKeyError,
	privateKeyToAddress,
	recoverAddress,
	recoverPublicKey,
	secp256k1Order,
	signHash,
} from "./secp256k1.js";

const key = hexToBytes("0x4646464646464646464646464646464646464646464646464646464646464646");

describe("secp256k1", () => {
	test("the example of EIP-155", () => {
		const hash = hexToBytes("0xdaf5a779ae972f972197303d7b574746c7ef83eadac0f2791ad23db92e4c8e53");
		expect(privateKeyToAddress(key)).toBe("0x9d8a62f656a8d1615c1294fd71e9cfb3e4855a4f");
		const signature = signHash(hash, key);
		expect(signature).toEqual({
			r: 0x28ef61340bd939bc2195fe537567866003e1a15d3c71ff63e1590620aa636276n,
			s: 0x67cbe9d8997f761aecb703304b3800ccf555c9f3dc64214b297fb1966a3b6d83n,
			yParity: 0,
		});
		expect(recoverAddress(hash, signature.r, signature.s, 0)).toBe("0x9d8a62f656a8d1615c1294fd71e9cfb3e4855a4f");
	});

	test("what was signed is recovered, also with s in the upper half", () => {
		const scalar = fc.bigInt({ min: 1n, max: secp256k1Order - 1n });
		fc.assert(
			fc.property(scalar, fc.uint8Array({ maxLength: 40 }), (secret, message) => {
				const privateKey = bigIntToBytes(secret, 32);
				const hash = keccak256(message);
				const address = privateKeyToAddress(privateKey);
				const { r, s, yParity } = signHash(hash, privateKey);
				expect(s <= secp256k1Order / 2n).toBe(true);
				expect(recoverAddress(hash, r, s, yParity)).toBe(address);
				expect(recoverAddress(hash, r, secp256k1Order - s, yParity === 0 ? 1 : 0)).toBe(address);
				const publicKey = recoverPublicKey(hash, r, s, yParity)!;
				expect(publicKey.length).toBe(64);
				expect(bytesToHex(keccak256(publicKey).subarray(12))).toBe(address);
			}),
			{ numRuns: 20 },
		);
	});

	test("signatures of nobody recover nothing", () => {
		const hash = keccak256(new Uint8Array(0));
		const { r, s } = signHash(hash, key);
		for (const wrong of [0n, secp256k1Order, secp256k1Order + 1n, 1n << 256n, -1n]) {
			expect(recoverAddress(hash, wrong, s, 0)).toBeUndefined();
			expect(recoverAddress(hash, r, wrong, 0)).toBeUndefined();
		}
		// 5 is the x coordinate of no point.
		expect(recoverAddress(hash, 5n, s, 0)).toBeUndefined();
		// R = G and s = hash: the key would be the point at infinity.
		const generatorX = 0x79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798n;
		expect(recoverAddress(bigIntToBytes(1n, 32), generatorX, 1n, 0)).toBeUndefined();
	});

	test("misuse is refused, and the key stays out of the message", () => {
		const hash = new Uint8Array(32);
		expect(() => recoverPublicKey(new Uint8Array(31), 1n, 1n, 0)).toThrow(InvalidKeyError);
		expect(() => signHash(new Uint8Array(33), key)).toThrow(InvalidKeyError);
		expect(() => signHash(hash, new Uint8Array(31))).toThrow(InvalidKeyError);
		expect(() => signHash(hash, new Uint8Array(32))).toThrow(InvalidKeyError);
		expect(() => privateKeyToAddress(bigIntToBytes(secp256k1Order, 32))).toThrow(
			/^[^0-9]*1 and below[^0-9]*secp256k1$/,
		);
	});
});
