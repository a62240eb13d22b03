import * as library from "@noble/curves/bn254.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { concatBytes } from "../../bytes/bytes.js";
import { bigIntToBytes } from "../../bytes/integer.js";
import { mclLibrary } from "../mcl/library.js";
import { bn254Library } from "./library.js";
import { createMclBn254 } from "./mcl.js";
import { createNobleBn254 } from "./noble.js";

const mcl = createMclBn254(mclLibrary.get());
const noble = createNobleBn254(library);

const { Fp, Fp2 } = library.bn254.fields;
const G1 = library.bn254.G1.Point;
const G2 = library.bn254.G2.Point;
const order = G1.Fn.ORDER;
const prime = Fp.ORDER;

const words = (...values: bigint[]): Uint8Array => concatBytes(...values.map((value) => bigIntToBytes(value, 32)));
const infinityG1 = new Uint8Array(64);
const infinityG2 = new Uint8Array(128);

const factor = fc.oneof(fc.bigInt(1n, order - 1n), fc.constantFrom(1n, 2n, 3n, order - 1n, order - 2n));
const scalar = fc.oneof(
	fc.bigInt(0n, (1n << 256n) - 1n),
	fc.constantFrom(0n, 1n, 2n, order - 1n, order, order + 1n, 2n * order, (1n << 256n) - 1n, 1n << 255n),
);

function encodeG1(multiple: bigint): Uint8Array {
	const { x, y } = G1.BASE.multiply(multiple).toAffine();
	return words(x, y);
}

type Affine2 = { readonly x: typeof G2.BASE.X; readonly y: typeof G2.BASE.Y };
const encodeG2 = ({ x, y }: Affine2): Uint8Array => words(x.c1, x.c0, y.c1, y.c0);

/** A point of the twist; one in 10^77 is in the subgroup. */
function findTwistPoint(start: bigint): Uint8Array {
	for (let i = start; ; i++) {
		const x = Fp2.fromBigTuple([i, 1n]);
		try {
			return encodeG2({ x, y: Fp2.sqrt(Fp2.add(Fp2.mul(Fp2.sqr(x), x), G2.CURVE().b)) });
		} catch {
			// Not a square: the next one.
		}
	}
}

/** Coordinates near the edges, which are no point but for chance. */
const coordinate = fc.oneof(
	fc.bigInt(0n, (1n << 256n) - 1n),
	fc.constantFrom(0n, 1n, 2n, prime - 1n, prime, prime + 1n, prime + 2n, (1n << 256n) - 1n),
);

const validG1 = fc.oneof(
	{ weight: 9, arbitrary: factor.map(encodeG1) },
	{ weight: 1, arbitrary: fc.constant(infinityG1) },
);
const badG1 = fc.tuple(coordinate, coordinate).map(([x, y]) => words(x, y));
const anyG1 = fc.oneof({ weight: 8, arbitrary: validG1 }, { weight: 1, arbitrary: badG1 });
const validG2 = fc.oneof(
	{ weight: 9, arbitrary: factor.map((multiple) => encodeG2(G2.BASE.multiply(multiple).toAffine())) },
	{ weight: 1, arbitrary: fc.constant(infinityG2) },
);
const badG2 = fc.oneof(
	fc.tuple(coordinate, coordinate, coordinate, coordinate).map((values) => words(...values)),
	fc.bigInt(0n, 1000n).map(findTwistPoint),
);
const anyG2 = fc.oneof({ weight: 12, arbitrary: validG2 }, { weight: 1, arbitrary: badG2 });

/** Sometimes one byte of the input is another. */
function withDamage(input: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> {
	return fc.tuple(input, fc.nat(3), fc.nat(), fc.nat(255)).map(([bytes, damage, position, byte]) => {
		if (damage > 0 || bytes.length === 0) return bytes;
		const damaged = bytes.slice();
		damaged[position % damaged.length] = byte;
		return damaged;
	});
}

describe("both backends of alt_bn128", () => {
	test("the fast one is what Node loads at once", () => {
		expect(bn254Library.get().name).toBe("mcl");
	});

	test("add alike", () => {
		const doubled = anyG1.map((point) => concatBytes(point, point));
		const input = fc.oneof(
			fc.tuple(anyG1, anyG1).map(([a, b]) => concatBytes(a, b)),
			doubled,
		);
		fc.assert(
			fc.property(withDamage(input), (bytes) => {
				const before = bytes.slice();
				expect(mcl.add(bytes)).toEqual(noble.add(bytes));
				expect(bytes).toEqual(before);
			}),
			{ numRuns: 400 },
		);
	});

	test("add a point and its negative, itself, infinity", () => {
		fc.assert(
			fc.property(factor, (multiple) => {
				const point = encodeG1(multiple);
				const negative = encodeG1(order - multiple);
				expect(mcl.add(concatBytes(point, negative))).toEqual(infinityG1);
				expect(mcl.add(concatBytes(point, infinityG1))).toEqual(point);
				expect(mcl.add(concatBytes(infinityG1, point))).toEqual(point);
				expect(mcl.add(concatBytes(point, point))).toEqual(mcl.multiply(concatBytes(point, words(2n))));
			}),
			{ numRuns: 40 },
		);
	});

	test("multiply alike", () => {
		const input = fc.tuple(anyG1, scalar).map(([point, value]) => concatBytes(point, words(value)));
		fc.assert(
			fc.property(withDamage(input), (bytes) => {
				expect(mcl.multiply(bytes)).toEqual(noble.multiply(bytes));
			}),
			{ numRuns: 200 },
		);
	});

	test("check pairings alike", () => {
		const pairs = fc.array(fc.tuple(anyG1, anyG2), { maxLength: 3 }).map((rows) => concatBytes(...rows.flat()));
		fc.assert(
			fc.property(withDamage(pairs), (bytes) => {
				expect(mcl.checkPairing(bytes)).toBe(noble.checkPairing(bytes));
			}),
			{ numRuns: 60 },
		);
	});

	test("find products that are one, and those that miss it by one", () => {
		const row = fc.tuple(fc.bigInt(1n, order - 1n), fc.bigInt(1n, order - 1n));
		fc.assert(
			fc.property(fc.array(row, { minLength: 1, maxLength: 20 }), fc.nat(1), (rows, miss) => {
				const sum = rows.reduce((total, [a, b]) => total + a * b, 0n) % order;
				const last = (2n * order - sum + BigInt(miss)) % order;
				const pairs = rows.map(([a, b]) => concatBytes(encodeG1(a), encodeG2(G2.BASE.multiply(b).toAffine())));
				const closing = last === 0n ? infinityG1 : encodeG1(last);
				const input = concatBytes(...pairs, closing, encodeG2(G2.BASE.toAffine()));
				expect(mcl.checkPairing(input)).toBe(miss === 0);
			}),
			{ numRuns: 10 },
		);
	});
});
