import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { describe, expect, test } from "vitest";
import { concatBytes } from "../bytes/bytes.js";
import { bigIntToBytes, bytesToBigInt } from "../bytes/integer.js";
import { p256VerifyPrecompile } from "./256-p256verify.js";

const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const prime = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn;

const message = Buffer.from("a message");
const hash = Uint8Array.from(createHash("sha256").update(message).digest());
const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const signature = Uint8Array.from(sign("sha256", message, { key: privateKey, dsaEncoding: "ieee-p1363" }));
const { x, y } = publicKey.export({ format: "jwk" }) as { x: string; y: string };
const r = bytesToBigInt(signature.subarray(0, 32));
const s = bytesToBigInt(signature.subarray(32));
const qx = bytesToBigInt(Uint8Array.from(Buffer.from(x, "base64url")));
const qy = bytesToBigInt(Uint8Array.from(Buffer.from(y, "base64url")));

function verify(r: bigint, s: bigint, qx: bigint, qy: bigint): Uint8Array | undefined {
	const words = [r, s, qx, qy].map((value) => bigIntToBytes(value, 32));
	return p256VerifyPrecompile.run(concatBytes(hash, ...words));
}

describe("p256Verify", () => {
	test("accepts a signature, with either s", () => {
		expect(verify(r, s, qx, qy)).toEqual(bigIntToBytes(1n, 32));
		expect(verify(r, order - s, qx, qy)).toEqual(bigIntToBytes(1n, 32));
	});

	test.each([
		["another r", r ^ 1n, s, qx, qy],
		["r of zero", 0n, s, qx, qy],
		["s of zero", r, 0n, qx, qy],
		["r of the order", order, s, qx, qy],
		["s of the order", r, order, qx, qy],
		["a key off the curve", r, s, qx, qy ^ 1n],
		["a key at infinity", r, s, 0n, 0n],
		["a coordinate of the prime", r, s, prime, qy],
		["a coordinate above the prime", r, s, qx, 2n ** 256n - 1n],
		["the negated key", r, s, qx, prime - qy],
	])("answers nothing to %s", (_, r, s, qx, qy) => expect(verify(r, s, qx, qy)).toEqual(new Uint8Array(0)));

	test("answers nothing to other sizes", () => {
		const input = concatBytes(hash, signature, bigIntToBytes(qx, 32), bigIntToBytes(qy, 32));
		expect(p256VerifyPrecompile.run(input)).toEqual(bigIntToBytes(1n, 32));
		expect(p256VerifyPrecompile.run(concatBytes(input, new Uint8Array(1)))).toEqual(new Uint8Array(0));
		expect(p256VerifyPrecompile.run(input.subarray(1))).toEqual(new Uint8Array(0));
		expect(p256VerifyPrecompile.run(new Uint8Array(0))).toEqual(new Uint8Array(0));
	});
});
