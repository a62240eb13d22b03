import { bytesToHex, hexToBytes } from "@evmore/evm";
import fc from "fast-check";
import * as OxHdKey from "ox/HdKey";
import { describe, expect, test } from "vitest";
import { DerivationPathError, HdKey } from "./hd-key.js";

const seed = hexToBytes("0x000102030405060708090a0b0c0d0e0f");

describe("HdKey", () => {
	// BIP-32, test vector 1; keys taken out of their serialisation.
	test.each([
		["m", "0xe8f32e723decf4051aefac8e2c93c9c5b214313817cdb01a1494b917c8436b35"],
		["m/0'", "0xedb2e14f9ee77d26dd93b4ecede8d16ed408ce149b6cd80b0715a2d911a0afea"],
		["m/0'/1", "0x3c6cb8d0f6a264c91ea8b5030fadaa8e538b020f0a387421a12de9319dc93368"],
		["m/0'/1/2'", "0xcbce0d719ecf7431d88e6a89fa1483e02e35092af60c042b1df2ff59fa424dca"],
		["m/0'/1/2'/2", "0x0f479245fb19a38a1954c5c7c0ebab2f9bdfd96a17563ef28a6a4b1a2a764ef4"],
		["m/0'/1/2'/2/1000000000", "0x471b76e389e528d6de6d816857e012c5455051cad6660850e58372a6c3e6e7c8"],
	])("%s of the first test vector", (path, key) => {
		expect(bytesToHex(HdKey.fromSeed(seed).derive(path).privateKey)).toBe(key);
	});

	test("another library finds the same keys", () => {
		const index = fc.nat(2 ** 31 - 1);
		const step = fc.tuple(index, fc.constantFrom("", "'")).map(([number, mark]) => `/${number}${mark}`);
		const path = fc.array(step, { maxLength: 5 }).map((steps) => `m${steps.join("")}`);
		fc.assert(
			fc.property(fc.uint8Array({ minLength: 16, maxLength: 64 }), path, (bytes, steps) => {
				const expected = OxHdKey.fromSeed(bytesToHex(bytes)).derive(steps as "m/0");
				expect(bytesToHex(HdKey.fromSeed(bytes).derive(steps).privateKey)).toBe(expected.privateKey);
			}),
			{ numRuns: 50 },
		);
	});

	test.each(["", "foo", "/0", "m/x", "m//0", "m/2147483648", "m/-1", "m/1''", "m/0h", "m/"])('refuses "%s"', (path) => {
		expect(() => HdKey.fromSeed(seed).derive(path)).toThrow(DerivationPathError);
	});
});
