import { bls12_381 } from "@noble/curves/bls12-381.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { concatBytes } from "../../bytes/bytes.js";
import { bigIntToBytes } from "../../bytes/integer.js";
import { KzgVerifier } from "./kzg-verifier.js";
import { PairingModule, prime } from "./pairing-module.js";

const G1 = bls12_381.G1.Point;
const G2 = bls12_381.G2.Point;
const { Fp } = bls12_381.fields;
const order = G1.Fn.ORDER;

const modulo = (value: bigint): bigint => ((value % order) + order) % order;
const word = (value: bigint): Uint8Array => bigIntToBytes(value, 32);
const compress = (factor: bigint): Uint8Array => (factor === 0n ? G1.ZERO : G1.BASE.multiply(factor)).toBytes(true);

function encodeG2(point: typeof G2.BASE): Uint8Array {
	const { x, y } = point.toAffine();
	return concatBytes(...[x.c0, x.c1, y.c0, y.c1].map((value) => bigIntToBytes(value, 64)));
}

describe("a verifier whose secret is known", () => {
	const secret = 0x1234567890abcdef1234567890abcdef1234567890abcdef1234567890abcdefn;
	const verifier = new KzgVerifier(encodeG2(G2.BASE.negate()), encodeG2(G2.BASE.multiply(secret)));

	/** The proof that a polynomial whose commitment is value * G1 is y at z. */
	const prove = (value: bigint, z: bigint, y: bigint): bigint => modulo((value - y) * G1.Fn.inv(modulo(secret - z)));

	const scalar = fc.oneof(
		fc.bigInt(0n, order - 1n),
		fc.constantFrom(0n, 1n, 2n, 15n, 16n, order - 1n, order - 2n, (order + 1n) / 2n, 1n << 254n, 1n << 128n),
		// What scalars are split by, and its neighbours.
		fc.bigInt(-2n, 2n).map((difference) => 0xd201000000010000n ** 2n + difference),
	);

	test("accepts every proof of what is so", () => {
		fc.assert(
			fc.property(scalar, scalar, scalar, (value, z, y) => {
				const proof = compress(prove(value, z, y));
				expect(verifier.verify(compress(value), word(z), word(y), proof)).toBe(true);
			}),
			{ numRuns: 150 },
		);
	});

	test("refuses every proof of what is not", () => {
		fc.assert(
			fc.property(scalar, scalar, scalar, scalar, fc.nat(3), (value, z, y, difference, place) => {
				fc.pre(difference !== 0n);
				const numbers = [value, z, y, prove(value, z, y)];
				// Another point to evaluate at changes nothing when the value is the same everywhere.
				fc.pre(place !== 1 || numbers[3] !== 0n);
				numbers[place] = modulo(numbers[place]! + difference);
				const [commitment, at, result, proof] = numbers as [bigint, bigint, bigint, bigint];
				expect(verifier.verify(compress(commitment), word(at), word(result), compress(proof))).toBe(false);
			}),
			{ numRuns: 150 },
		);
	});

	test("adds equal and opposite points, and infinity", () => {
		// commitment - [y]G1 + [z]proof passes through each of these cases.
		for (const value of [0n, 1n, 2n, order - 1n]) {
			for (const z of [0n, 1n, 2n, order - 1n]) {
				for (const y of [0n, 1n, 2n, order - 1n]) {
					const proof = prove(value, z, y);
					expect(verifier.verify(compress(value), word(z), word(y), compress(proof))).toBe(true);
					const other = modulo(proof + 1n);
					expect(verifier.verify(compress(value), word(z), word(y), compress(other))).toBe(false);
				}
			}
		}
	});

	test("refuses scalars that are not below the order", () => {
		const infinity = compress(0n);
		expect(verifier.verify(infinity, word(order), word(0n), infinity)).toBeUndefined();
		expect(verifier.verify(infinity, word(0n), word(order), infinity)).toBeUndefined();
		expect(verifier.verify(infinity, word(order - 1n), word(0n), infinity)).toBe(true);
	});

	test("refuses points of the curve that are not of the group", () => {
		const infinity = compress(0n);
		let count = 0;
		for (let x = 0n; x < 60n; x++) {
			const square = Fp.add(Fp.pow(x, 3n), 4n);
			const compressed = bigIntToBytes(x | (1n << 383n), 48);
			const isOnCurve = Fp.pow(square, (prime - 1n) / 2n) <= 1n;
			expect(verifier.verify(compressed, word(0n), word(0n), infinity), `${x}`).toBeUndefined();
			expect(verifier.verify(infinity, word(0n), word(0n), compressed), `${x}`).toBeUndefined();
			if (isOnCurve) count++;
		}
		// (0, 2), of order 3, is the first of them.
		expect(count).toBeGreaterThan(20);
	});

	test("refuses points written in another way", () => {
		const point = compress(5n);
		const damaged = (change: (bytes: Uint8Array) => void): Uint8Array => {
			const bytes = point.slice();
			change(bytes);
			return bytes;
		};
		const proof = compress(prove(5n, 7n, 11n));
		expect(verifier.verify(point, word(7n), word(11n), proof)).toBe(true);
		const others = [
			damaged((bytes) => {
				bytes[0]! &= 0x7f;
			}),
			damaged((bytes) => {
				bytes[0]! |= 0x40;
			}),
			bigIntToBytes((0b101n << 381n) | prime, 48),
			bigIntToBytes((0b111n << 381n) | 0n, 48),
			bigIntToBytes((0b110n << 381n) | 1n, 48),
			bigIntToBytes(0b010n << 381n, 48),
		];
		for (const other of others) expect(verifier.verify(other, word(7n), word(11n), proof)).toBeUndefined();
		// The point's negative is another commitment.
		const negative = damaged((bytes) => {
			bytes[0]! ^= 0x20;
		});
		expect(verifier.verify(negative, word(7n), word(11n), proof)).toBe(false);
	});
});

describe("the bounds that pairing/fp.ts gives", () => {
	const module = new PairingModule();
	const digits = new Int16Array(module.functions.memory.buffer);
	/** Digits of 2^(13 k) mod p, for k from 30. */
	const rows = Array.from({ length: 32 }, (_, k) =>
		Array.from({ length: 32 }, (_, j) => {
			const vector = Math.floor(j / 4) * 16 + Math.floor(k / 2);
			return digits[module.functions.foldTable.value / 2 + 8 * vector + 2 * (j % 4) + (k % 2)]!;
		}),
	);
	const rowValue = (row: readonly number[]): bigint =>
		row.reduceRight((value, digit) => value * 8192n + BigInt(digit), 0n);
	const absolute = (value: bigint): bigint => (value < 0n ? -value : value);
	/** The largest sum of 30 products that any column of a product of such digits has; the 31st digit is small. */
	const columnOf = (digit: number): number => 30 * digit * digit + 2 * 2 ** 11 * digit;
	const carryOf = (column: number): number => Math.floor((column + 4096) / 8192);

	/** After a product of sums of two elements, and one carry. */
	const wide = 4096 + carryOf(2 ** 31);
	/** What a reduction is given adds up at most so many of these: see fp12.ts and g1.ts. */
	const wideSum = 64 * wide;
	const folded = 4096 + carryOf(wideSum);
	const fresh = rows.reduce((sum, row) => sum + BigInt(folded) * absolute(rowValue(row)), 0n) + (1n << 392n);

	test("the table is that of powers of two", () => {
		rows.forEach((row, k) => {
			const difference = rowValue(row) - (1n << BigInt(13 * (30 + k)));
			expect(difference % prime, `${k}`).toBe(0n);
			expect(absolute(rowValue(row)) * 2n < prime).toBe(true);
		});
	});

	test("columns of a product of sums of two elements fit 32 bits", () => {
		// Digits after two carries of columns of 32 bits.
		const digit = 4096 + carryOf(4096 + carryOf(2 ** 31));
		expect(digit).toBe(4129);
		expect(columnOf(2 * digit)).toBeLessThan(2 ** 31);
	});

	test("columns of a reduction fit 32 bits, and its digits 16", () => {
		expect(folded).toBeLessThan(2 ** 15);
		for (let j = 0; j < 32; j++) {
			const column = folded + rows.reduce((sum, row) => sum + folded * Math.abs(row[j]!), 0);
			expect(column, `${j}`).toBeLessThan(2 ** 31);
			// The two columns that come after the table's get nothing but carries.
			if (j >= 30) expect(column).toBe(folded);
		}
	});

	test("fresh elements are below 2^397.3, and what is reduced is below 2^805", () => {
		expect(Number(fresh)).toBeLessThan(2 ** 397.3);
		// The largest is the square in Fp12, (a + b) (a + v b) less a b and v a b, in Fp6 with coefficients in Fp2: sums of
		// two and three elements, ten products of which make a coefficient, and 30 of single ones.
		expect(Number(90n * fresh * fresh)).toBeLessThan(2 ** 805);
		// Multiplied by 12 in g1.ts: sums of two.
		expect(Number(12n * 8n * fresh * fresh)).toBeLessThan(2 ** 805);
	});
});
