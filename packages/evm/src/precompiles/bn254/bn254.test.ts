import { bn254 } from "@noble/curves/bn254.js";
import { describe, expect, test } from "vitest";
import { concatBytes } from "../../bytes/bytes.js";
import { bigIntToBytes, bytesToBigInt } from "../../bytes/integer.js";
import { createBn254Add } from "../06-bn254-add.js";
import { createBn254Mul } from "../07-bn254-mul.js";
import { createBn254Pairing } from "../08-bn254-pairing.js";

const add = createBn254Add(1108);
const multiply = createBn254Mul(1108);
const pairing = createBn254Pairing(1108);

const { Fp, Fp2 } = bn254.fields;
const prime = Fp.ORDER;
const order = bn254.G1.Point.Fn.ORDER;
const g2 = bn254.G2.Point.BASE;

const words = (...values: bigint[]): Uint8Array => concatBytes(...values.map((value) => bigIntToBytes(value, 32)));
const encodeG2 = ({ x, y }: { x: typeof g2.X; y: typeof g2.Y }): Uint8Array => words(x.c1, x.c0, y.c1, y.c0);
const generatorG2 = encodeG2(g2.toAffine());

describe("bn254Add", () => {
	test("pads short input and ignores what is too long", () => {
		expect(add.run(new Uint8Array(0))).toEqual(new Uint8Array(64));
		expect(add.run(words(1n, 2n))).toEqual(words(1n, 2n));
		expect(add.run(words(1n, 2n, 0n, 0n, 9n))).toEqual(words(1n, 2n));
	});

	test("adds a point to its negative and to itself", () => {
		expect(add.run(words(1n, 2n, 1n, prime - 2n))).toEqual(new Uint8Array(64));
		expect(add.run(words(1n, 2n, 1n, 2n))).toEqual(multiply.run(words(1n, 2n, 2n)));
	});

	test("refuses unreduced coordinates and points off the curve", () => {
		expect(add.run(words(prime + 1n, 2n))).toBeUndefined();
		expect(add.run(words(1n, prime + 2n))).toBeUndefined();
		expect(add.run(words(prime, prime))).toBeUndefined();
		expect(add.run(words(0n, prime))).toBeUndefined();
		expect(add.run(words(1n, 3n))).toBeUndefined();
		expect(add.run(words(1n, 0n))).toBeUndefined();
		expect(add.run(words(1n, 2n, 0n, 1n))).toBeUndefined();
		expect(multiply.run(words(1n, 3n, 0n))).toBeUndefined();
	});
});

describe("bn254Mul", () => {
	test("takes any scalar", () => {
		expect(multiply.run(words(1n, 2n, order))).toEqual(new Uint8Array(64));
		expect(multiply.run(words(1n, 2n, order + 1n))).toEqual(words(1n, 2n));
		expect(multiply.run(words(1n, 2n, order - 1n))).toEqual(words(1n, prime - 2n));
		expect(multiply.run(words(1n, 2n))).toEqual(new Uint8Array(64));
		expect(multiply.run(words(0n, 0n, 5n))).toEqual(new Uint8Array(64));
	});
});

describe("bn254Pairing", () => {
	test("holds for nothing, for infinity and for opposite pairs", () => {
		expect(pairing.run(new Uint8Array(0))).toEqual(words(1n));
		expect(pairing.run(concatBytes(words(0n, 0n), generatorG2))).toEqual(words(1n));
		expect(pairing.run(concatBytes(words(1n, 2n), new Uint8Array(128)))).toEqual(words(1n));
		const opposite = concatBytes(words(1n, 2n), generatorG2, words(1n, prime - 2n), generatorG2);
		expect(pairing.run(opposite)).toEqual(words(1n));
		expect(pairing.run(concatBytes(words(1n, 2n), generatorG2))).toEqual(words(0n));
	});

	test("refuses other sizes", () => {
		expect(pairing.run(new Uint8Array(191))).toBeUndefined();
		expect(pairing.run(new Uint8Array(193))).toBeUndefined();
	});

	test("refuses points off the curve, outside the subgroup and unreduced ones, beside infinity too", () => {
		const { x, y } = g2.toAffine();
		const off = encodeG2({ x, y: Fp2.add(y, Fp2.ONE) });
		expect(pairing.run(concatBytes(new Uint8Array(64), off))).toBeUndefined();
		expect(pairing.run(concatBytes(words(1n, 3n), new Uint8Array(128)))).toBeUndefined();
		expect(pairing.run(concatBytes(words(1n, 2n), words(x.c1 + prime, x.c0, y.c1, y.c0)))).toBeUndefined();
		const outside = findPointOutsideSubgroup();
		expect(bytesToBigInt(outside) > 0n).toBe(true);
		expect(pairing.run(concatBytes(new Uint8Array(64), outside))).toBeUndefined();
	});
});

/** A random point of the twist: one in 10^77 would be in the subgroup. */
function findPointOutsideSubgroup(): Uint8Array {
	for (let i = 1n; ; i++) {
		const x = Fp2.fromBigTuple([i, 1n]);
		const square = Fp2.add(Fp2.mul(Fp2.sqr(x), x), bn254.G2.Point.CURVE().b);
		try {
			return encodeG2({ x, y: Fp2.sqrt(square) });
		} catch {
			// Not a square: the next one.
		}
	}
}
