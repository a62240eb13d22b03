import { describe, expect, test } from "vitest";
import { privateKeyToAddress, secp256k1Order } from "../crypto/secp256k1.js";
import { recoverAuthority, signAuthorization } from "./authorization.js";

const key = new Uint8Array(32).fill(0x21);
const signed = signAuthorization(
	{ chainId: 1n, address: "0x00000000000000000000000000000000000000aa", nonce: 7n },
	key,
);

describe("recoverAuthority", () => {
	test("finds who signed", () => {
		expect(recoverAuthority(signed)).toBe(privateKeyToAddress(key));
		expect(recoverAuthority({ ...signed, nonce: 8n })).not.toBe(privateKeyToAddress(key));
	});

	test.each([
		["the highest nonce", { nonce: 2n ** 64n - 1n }],
		["a parity that is none", { yParity: 2 }],
		["the parity of a legacy transaction", { yParity: 27 }],
		["r of 0", { r: 0n }],
		["r of the order", { r: secp256k1Order }],
		["s of 0", { s: 0n }],
		["a high s", { s: secp256k1Order - signed.s }],
	])("refuses %s", (_, change) => {
		expect(recoverAuthority({ ...signed, ...change })).toBeUndefined();
	});
});
