import * as library from "@noble/curves/bls12-381.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { concatBytes } from "../../bytes/bytes.js";
import { bigIntToBytes } from "../../bytes/integer.js";
import { mclLibrary } from "../mcl/library.js";
import { bls12Library } from "./library.js";
import { createMclBls12 } from "./mcl.js";
import { createNobleBls12 } from "./noble.js";

const mcl = createMclBls12(mclLibrary.get());
const noble = createNobleBls12(library);

const curve = library.bls12_381;
const { Fp, Fp2 } = curve.fields;
const G1 = curve.G1.Point;
const G2 = curve.G2.Point;
const order = G1.Fn.ORDER;
const prime = Fp.ORDER;

const encodeFp = (value: bigint): Uint8Array => bigIntToBytes(value, 64);
const encodeG1 = ({ x, y }: { x: bigint; y: bigint }): Uint8Array => concatBytes(encodeFp(x), encodeFp(y));
type Affine2 = { readonly x: typeof G2.BASE.X; readonly y: typeof G2.BASE.Y };
const encodeG2 = ({ x, y }: Affine2): Uint8Array => concatBytes(...[x.c0, x.c1, y.c0, y.c1].map(encodeFp));
const multipleG1 = (factor: bigint): Uint8Array => encodeG1(G1.BASE.multiply(factor).toAffine());
const multipleG2 = (factor: bigint): Uint8Array => encodeG2(G2.BASE.multiply(factor).toAffine());
const infinityG1 = new Uint8Array(128);
const infinityG2 = new Uint8Array(256);

/** Points of the curves with small x; nearly none of them is in its subgroup. */
function findPointG1(start: bigint): Uint8Array {
	for (let x = start; ; x++) {
		try {
			return encodeG1({ x, y: Fp.sqrt(Fp.add(Fp.pow(x, 3n), 4n)) });
		} catch {
			// Not a square: the next one.
		}
	}
}

function findPointG2(start: bigint): Uint8Array {
	for (let i = start; ; i++) {
		const x = Fp2.fromBigTuple([i, 1n]);
		try {
			return encodeG2({ x, y: Fp2.sqrt(Fp2.add(Fp2.mul(Fp2.sqr(x), x), G2.CURVE().b)) });
		} catch {
			// Not a square: the next one.
		}
	}
}

const factor = fc.oneof(fc.bigInt(1n, order - 1n), fc.constantFrom(1n, 2n, 3n, order - 1n, order - 2n));
const scalar = fc
	.oneof(
		fc.bigInt(0n, (1n << 256n) - 1n),
		fc.constantFrom(0n, 1n, 2n, order - 1n, order, order + 1n, 2n * order, (1n << 256n) - 1n),
	)
	.map((value) => bigIntToBytes(value, 32));
const element = fc.oneof(
	fc.bigInt(0n, prime - 1n),
	fc.constantFrom(0n, 1n, prime - 1n, prime, prime + 1n, (1n << 384n) - 1n, 1n << 384n, (1n << 511n) + 5n),
);

const small = fc.bigInt(0n, 500n);
const choose = (
	...choices: (readonly [weight: number, arbitrary: fc.Arbitrary<Uint8Array>])[]
): fc.Arbitrary<Uint8Array> => fc.oneof(...choices.map(([weight, arbitrary]) => ({ weight, arbitrary })));

const groupG1 = choose([9, factor.map(multipleG1)], [1, fc.constant(infinityG1)]);
const curveG1 = choose([4, groupG1], [2, small.map(findPointG1)]);
const anyG1 = choose([12, curveG1], [1, fc.tuple(element, element).map(([x, y]) => encodeG1({ x, y }))]);
const groupG2 = choose([9, factor.map(multipleG2)], [1, fc.constant(infinityG2)]);
const curveG2 = choose([4, groupG2], [2, small.map(findPointG2)]);
const anyG2 = choose(
	[12, curveG2],
	[1, fc.array(element, { minLength: 4, maxLength: 4 }).map((values) => concatBytes(...values.map(encodeFp)))],
);

/** Sometimes one byte of the input is another. */
function withDamage(input: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> {
	return fc.tuple(input, fc.nat(3), fc.nat(), fc.nat(255)).map(([bytes, damage, position, byte]) => {
		if (damage > 0) return bytes;
		const damaged = bytes.slice();
		damaged[position % damaged.length] = byte;
		return damaged;
	});
}

function compare(
	name: "addG1" | "addG2" | "multiplyG1" | "multiplyG2" | "checkPairing" | "mapToG1" | "mapToG2",
	inputs: fc.Arbitrary<Uint8Array>,
	numRuns: number,
): void {
	test(`${name} alike`, () => {
		fc.assert(
			fc.property(withDamage(inputs), (input) => {
				const before = input.slice();
				expect(mcl[name](input)).toEqual(noble[name](input));
				expect(input).toEqual(before);
			}),
			{ numRuns },
		);
	});
}

const join = (...parts: fc.Arbitrary<Uint8Array>[]): fc.Arbitrary<Uint8Array> =>
	fc.tuple(...parts).map((bytes) => concatBytes(...bytes));
const several = (item: fc.Arbitrary<Uint8Array>, maxLength: number): fc.Arbitrary<Uint8Array> =>
	fc.array(item, { minLength: 1, maxLength }).map((items) => concatBytes(...items));
const twice = (point: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> => point.map((p) => concatBytes(p, p));

describe("both backends of BLS12-381", () => {
	test("the fast one is what Node loads at once", () => {
		expect(bls12Library.get().name).toBe("mcl");
	});

	compare("addG1", fc.oneof(join(anyG1, anyG1), twice(curveG1)), 300);
	compare("addG2", fc.oneof(join(anyG2, anyG2), twice(curveG2)), 200);
	compare("multiplyG1", several(join(choose([15, groupG1], [1, anyG1]), scalar), 6), 60);
	compare("multiplyG2", several(join(choose([15, groupG2], [1, anyG2]), scalar), 4), 40);
	compare("checkPairing", several(join(choose([15, groupG1], [1, anyG1]), choose([15, groupG2], [1, anyG2])), 3), 40);
	compare("mapToG1", element.map(encodeFp), 100);
	compare(
		"mapToG2",
		fc.tuple(element, element).map((values) => concatBytes(...values.map(encodeFp))),
		60,
	);

	test("add a point and its negative, also outside the subgroup", () => {
		for (let start = 0n; start < 40n; start += 3n) {
			const point = findPointG1(start);
			const y = BigInt(`0x${Buffer.from(point.subarray(64)).toString("hex")}`);
			const negative = concatBytes(point.subarray(0, 64), encodeFp(prime - y));
			expect(mcl.addG1(concatBytes(point, negative))).toEqual(infinityG1);
		}
	});

	test.each([20, 300])("sum %i products alike", (count) => {
		const rows = Array.from({ length: count }, (_, i) => {
			const value = (BigInt(i + 1) * 0x9e3779b97f4a7c15f39cc0605cedc8341082276bf3a27251f86c6a11d0c18e95n) % order;
			return {
				g1: multipleG1(BigInt(i % 7) + 1n),
				g2: multipleG2(BigInt(i % 5) + 1n),
				scalar: bigIntToBytes(value, 32),
			};
		});
		const first = concatBytes(...rows.flatMap((row) => [row.g1, row.scalar]));
		expect(mcl.multiplyG1(first)).toEqual(noble.multiplyG1(first));
		const second = concatBytes(...rows.flatMap((row) => [row.g2, row.scalar]));
		expect(mcl.multiplyG2(second)).toEqual(noble.multiplyG2(second));
	});

	test("check proofs alike, those with infinity among them", () => {
		const infinity = new Uint8Array(48);
		infinity[0] = 0xc0;
		const compressed = choose(
			[6, factor.map((value) => G1.BASE.multiply(value).toBytes(true))],
			[2, fc.constant(infinity)],
			[1, fc.uint8Array({ minLength: 48, maxLength: 48 })],
		);
		const word = choose([5, factor.map((value) => bigIntToBytes(value, 32))], [1, scalar]);
		fc.assert(
			fc.property(withDamage(compressed), word, word, withDamage(compressed), (commitment, z, y, proof) => {
				const expected = noble.verifyKzgProof(commitment, z, y, proof);
				expect(mcl.verifyKzgProof(commitment, z, y, proof)).toBe(expected);
			}),
			{ numRuns: 80 },
		);
	});

	test("a constant polynomial takes its value everywhere, with infinity as the proof", () => {
		const infinity = new Uint8Array(48);
		infinity[0] = 0xc0;
		fc.assert(
			fc.property(factor, factor, (value, z) => {
				const commitment = G1.BASE.multiply(value).toBytes(true);
				const at = bigIntToBytes(z, 32);
				for (const backend of [mcl, noble]) {
					expect(backend.verifyKzgProof(commitment, at, bigIntToBytes(value, 32), infinity)).toBe(true);
					expect(backend.verifyKzgProof(commitment, at, bigIntToBytes(value - 1n, 32), infinity)).toBe(false);
				}
				expect(mcl.verifyKzgProof(infinity, at, new Uint8Array(32), infinity)).toBe(true);
			}),
			{ numRuns: 8 },
		);
	});
});
