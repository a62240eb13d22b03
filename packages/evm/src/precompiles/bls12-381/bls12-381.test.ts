import { bls12_381 as bls12 } from "@noble/curves/bls12-381.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { concatBytes } from "../../bytes/bytes.js";
import { bigIntToBytes } from "../../bytes/integer.js";
import { bls12G1AddPrecompile } from "../0b-bls12-g1-add.js";
import { bls12G1MsmPrecompile } from "../0c-bls12-g1-msm.js";
import { bls12PairingPrecompile } from "../0f-bls12-pairing.js";
import { sumProducts } from "./multi-scalar.js";
import { isInSubgroupG1 } from "./subgroup.js";

const { Fp } = bls12.fields;
const G1 = bls12.G1.Point;
const order = G1.Fn.ORDER;

type G1Point = typeof G1.BASE;

const encodeFp = (value: bigint): Uint8Array => bigIntToBytes(value, 64);
const encodeG1 = ({ x, y }: { x: bigint; y: bigint }): Uint8Array => concatBytes(encodeFp(x), encodeFp(y));

/** Points of the curve with small x; nearly none of them is in the subgroup. */
function findCurvePoints(count: number): { x: bigint; y: bigint }[] {
	const points: { x: bigint; y: bigint }[] = [];
	for (let x = 0n; points.length < count; x++) {
		try {
			points.push({ x, y: Fp.sqrt(Fp.add(Fp.pow(x, 3n), 4n)) });
		} catch {
			// Not a square.
		}
	}
	return points;
}

/** scalar · point by definition, also for points outside the subgroup. */
function multiplySlowly(point: G1Point, scalar: bigint): G1Point {
	let result = G1.ZERO;
	for (const bit of scalar.toString(2)) {
		result = result.double();
		if (bit === "1") result = result.add(point);
	}
	return result;
}

describe("isInSubgroupG1", () => {
	test("accepts multiples of the generator", () => {
		for (const scalar of [1n, 2n, 12345n, order - 1n]) {
			const { x, y } = G1.BASE.multiplyUnsafe(scalar).toAffine();
			expect(isInSubgroupG1(x, y)).toBe(true);
		}
	});

	test("refuses other points, those of small order included", () => {
		for (const point of findCurvePoints(12)) {
			expect(isInSubgroupG1(point.x, point.y)).toBe(false);
			// The cofactor is 3 · 11² · 10177² · 859267² · 52437899².
			const torsion = multiplySlowly(G1.fromAffine(point), order);
			const cofactor = 3n * (11n * 10177n * 859267n * 52437899n) ** 2n;
			for (const prime of [3n, 11n, 10177n, 859267n, 52437899n]) {
				let small = torsion;
				let power = prime === 3n ? 3n : prime * prime;
				small = multiplySlowly(small, cofactor / power);
				for (; !small.is0() && power >= 1n; power /= prime, small = multiplySlowly(small, prime)) {
					const { x, y } = small.toAffine();
					expect(isInSubgroupG1(x, y)).toBe(false);
				}
			}
		}
	});
});

describe("sumProducts", () => {
	const base = G1.BASE;
	const scalar = fc.oneof(fc.bigInt(0n, order - 1n), fc.constantFrom(0n, 1n, 2n, order - 1n));

	test.each([0, 1, 3, 200])("sums %i products", (count) => {
		const pairs = fc.array(fc.tuple(scalar, scalar), { minLength: count, maxLength: count });
		fc.assert(
			fc.property(pairs, (rows) => {
				// Points are multiples of one, so that the sum is one product.
				const points = rows.map(([a], i) => (i === 0 ? base : base.multiplyUnsafe(a % 1000n)));
				const factors = rows.map(([a], i) => (i === 0 ? 1n : a % 1000n));
				const total = rows.reduce((sum, [, b], i) => (sum + b * factors[i]!) % order, 0n);
				const result = sumProducts(
					G1.ZERO,
					points,
					rows.map(([, b]) => b),
				);
				expect(result.equals(base.multiplyUnsafe(total))).toBe(true);
			}),
			{ numRuns: count > 100 ? 3 : 20 },
		);
	});
});

describe("strictness", () => {
	const outside = encodeG1(findCurvePoints(1)[0]!);
	const generator = encodeG1(G1.BASE.toAffine());

	test("adds points outside the subgroup, multiplies only those inside", () => {
		expect(bls12G1AddPrecompile.run(concatBytes(outside, new Uint8Array(128)))).toEqual(outside);
		expect(bls12G1MsmPrecompile.run(concatBytes(outside, bigIntToBytes(0n, 32)))).toBeUndefined();
		expect(bls12PairingPrecompile.run(concatBytes(outside, new Uint8Array(256)))).toBeUndefined();
		expect(bls12G1MsmPrecompile.run(concatBytes(generator, bigIntToBytes(order + 1n, 32)))).toEqual(generator);
		expect(bls12G1MsmPrecompile.run(concatBytes(generator, bigIntToBytes(order, 32)))).toEqual(new Uint8Array(128));
	});

	test("refuses padding that is not zero, unreduced elements and other sizes", () => {
		const padded = generator.slice();
		padded[15] = 1;
		expect(bls12G1AddPrecompile.run(concatBytes(padded, generator))).toBeUndefined();
		const { x, y } = G1.BASE.toAffine();
		const unreduced = concatBytes(encodeFp(x + Fp.ORDER), encodeFp(y));
		expect(bls12G1AddPrecompile.run(concatBytes(unreduced, generator))).toBeUndefined();
		expect(bls12G1AddPrecompile.run(concatBytes(generator, generator, new Uint8Array(1)))).toBeUndefined();
		expect(bls12G1MsmPrecompile.run(new Uint8Array(0))).toBeUndefined();
		expect(bls12PairingPrecompile.run(new Uint8Array(0))).toBeUndefined();
	});

	test("pairs with infinity to one", () => {
		expect(bls12PairingPrecompile.run(new Uint8Array(384))).toEqual(bigIntToBytes(1n, 32));
		expect(bls12PairingPrecompile.run(concatBytes(generator, new Uint8Array(256)))).toEqual(bigIntToBytes(1n, 32));
	});
});
