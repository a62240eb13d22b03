import { describe, expect, test } from "vitest";
import { concatBytes } from "../bytes/bytes.js";
import { hexToBytes } from "../bytes/hex.js";
import { bigIntToBytes } from "../bytes/integer.js";
import { keccak256 } from "../crypto/keccak256.js";
import { privateKeyToAddress, secp256k1Order, signHash } from "../crypto/secp256k1.js";
import { ecrecoverPrecompile } from "./01-ecrecover.js";

const key = keccak256(new Uint8Array([1]));
const hash = keccak256(new Uint8Array([2]));
const { r, s, yParity } = signHash(hash, key);
const v = 27n + BigInt(yParity);
const address = concatBytes(new Uint8Array(12), hexToBytes(privateKeyToAddress(key)));

function recover(v: bigint, r: bigint, s: bigint): Uint8Array | undefined {
	return ecrecoverPrecompile.run(concatBytes(hash, bigIntToBytes(v, 32), bigIntToBytes(r, 32), bigIntToBytes(s, 32)));
}

describe("ecrecover", () => {
	test("recovers the signer", () => expect(recover(v, r, s)).toEqual(address));

	test("ignores what follows the fourth word", () => {
		const input = concatBytes(hash, bigIntToBytes(v, 32), bigIntToBytes(r, 32), bigIntToBytes(s, 32), hash);
		expect(ecrecoverPrecompile.run(input)).toEqual(address);
	});

	test("accepts s in the upper half", () => {
		expect(recover(55n - v, r, secp256k1Order - s)).toEqual(address);
	});

	test.each([
		["v of 26", 26n, r, s],
		["v of 29", 29n, r, s],
		["v of 0", 0n, r, s],
		["v with a high bit", v + (1n << 255n), r, s],
		["v with bit 8", v + 256n, r, s],
		["r of zero", v, 0n, s],
		["s of zero", v, r, 0n],
		["r of the order", v, secp256k1Order, s],
		["s of the order", v, r, secp256k1Order],
		["r above the order", v, 2n ** 256n - 1n, s],
		["r that is no x coordinate", v, 5n, s],
	])("answers nothing to %s", (_, v, r, s) => expect(recover(v, r, s)).toEqual(new Uint8Array(0)));

	test("answers nothing to no input", () => {
		expect(ecrecoverPrecompile.run(new Uint8Array(0))).toEqual(new Uint8Array(0));
	});
});
