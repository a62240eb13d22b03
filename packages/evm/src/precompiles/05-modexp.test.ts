import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { concatBytes } from "../bytes/bytes.js";
import { bigIntToBytes, bytesToBigInt } from "../bytes/integer.js";
import { createModexp } from "./05-modexp.js";

const first = createModexp(198);
const second = createModexp(2565);
const third = createModexp(7883);

function encode(sizes: readonly [bigint, bigint, bigint], ...parts: Uint8Array[]): Uint8Array {
	return concatBytes(...sizes.map((size) => bigIntToBytes(size, 32)), ...parts);
}

function encodeNumbers(base: Uint8Array, exponent: Uint8Array, modulus: Uint8Array): Uint8Array {
	const sizes = [BigInt(base.length), BigInt(exponent.length), BigInt(modulus.length)] as const;
	return encode(sizes, base, exponent, modulus);
}

/** By definition, one bit after another. */
function powSlowly(base: bigint, exponent: bigint, modulus: bigint): bigint {
	if (modulus === 0n) return 0n;
	let result = 1n % modulus;
	for (const bit of exponent.toString(2)) {
		result = (result * result) % modulus;
		if (bit === "1") result = (result * base) % modulus;
	}
	return result;
}

describe("modexp", () => {
	test.each([1, 2, 3, 4, 8, 9, 32, 70])("agrees with the definition, moduli of %i bytes", (size) => {
		const bytes = (maxLength: number) => fc.uint8Array({ maxLength });
		const modulus = fc.uint8Array({ minLength: size, maxLength: size });
		fc.assert(
			fc.property(bytes(size + 2), bytes(90), modulus, fc.nat(3), (base, exponent, modulus, missing) => {
				const input = encodeNumbers(base, exponent, modulus);
				const cut = input.subarray(0, input.length - Math.min(missing, modulus.length));
				const cutModulus = modulus.slice();
				cutModulus.fill(0, modulus.length - Math.min(missing, modulus.length));
				const expected = powSlowly(bytesToBigInt(base), bytesToBigInt(exponent), bytesToBigInt(cutModulus));
				expect(bytesToBigInt(first.run(cut)!)).toBe(expected);
				expect(first.run(cut)!.length).toBe(size);
			}),
			{ numRuns: 150 },
		);
	});

	test("agrees with the definition where limbs are full, empty, or powers of two", () => {
		const shape = fc
			.tuple(
				fc.constantFrom(1, 24, 31, 32, 33, 63, 64, 65, 127, 128, 129, 255, 256, 257),
				fc.integer({ min: -3, max: 3 }),
			)
			.map(([bits, more]) => (1n << BigInt(bits)) + BigInt(more));
		const shifted = fc
			.tuple(fc.bigInt(0n, 1n << 140n), fc.nat(140))
			.map(([odd, zeros]) => (2n * odd + 1n) << BigInt(zeros));
		const number = fc.oneof(shape, shifted, fc.bigInt(0n, 1n << 256n)).map((value) => (value < 0n ? 0n : value));
		fc.assert(
			fc.property(number, number, number, fc.nat(6), (base, exponent, modulus, zeros) => {
				const power = exponent << BigInt(8 * zeros);
				const input = encodeNumbers(bigIntToBytes(base, 40), bigIntToBytes(power, 44), bigIntToBytes(modulus, 40));
				expect(bytesToBigInt(second.run(input)!)).toBe(powSlowly(base, power, modulus));
			}),
			{ numRuns: 1500 },
		);
	});

	test("takes exponents longer than the memory of the multiplication", () => {
		const exponent = Uint8Array.from({ length: 70_000 }, (_, i) => ((i * 7) % 256) | 1);
		for (const modulus of [0xffff_ffff_ffff_ffc5n, 0xffff_ffff_ffff_ff00n]) {
			const input = encodeNumbers(bigIntToBytes(0x1234_5678_9abc_def1n, 8), exponent, bigIntToBytes(modulus, 8));
			const expected = powSlowly(0x1234_5678_9abc_def1n, bytesToBigInt(exponent), modulus);
			expect(bytesToBigInt(second.run(input)!)).toBe(expected);
		}
	});

	test.each([1n, 2n, 6n, 255n, 256n, 0xfffff1n, 0xfffffffffffn])(
		"takes exponents that end in zeros, modulo %i",
		(modulus) => {
			for (const zeros of [0, 1, 2, 3, 40]) {
				const exponent = concatBytes(new Uint8Array([3, 7]), new Uint8Array(zeros));
				const input = encodeNumbers(new Uint8Array([2, 1]), exponent, bigIntToBytes(modulus, 6));
				expect(bytesToBigInt(first.run(input)!)).toBe(powSlowly(513n, bytesToBigInt(exponent), modulus));
			}
		},
	);

	test("answers an empty output to an empty modulus, whatever the exponent claims", () => {
		const huge = 2n ** 256n - 1n;
		const input = encode([0n, huge, 0n]);
		expect(first.gas(input)).toBe(0n);
		expect(first.run(input)).toEqual(new Uint8Array(0));
		expect(second.gas(input)).toBe(200n);
		expect(second.run(input)).toEqual(new Uint8Array(0));
		expect(third.gas(input)).toBe(16n * 16n * (huge - 32n));
		expect(third.run(input)).toBeUndefined();
	});

	test("prices claimed sizes exactly and takes nothing for them", () => {
		const huge = 2n ** 256n - 1n;
		const words = (huge + 7n) / 8n;
		const input = encode([huge, huge, huge]);
		const squared = (huge * huge) / 16n + 480n * huge - 199_680n;
		expect(first.gas(input)).toBe((squared * 8n * (huge - 32n)) / 20n);
		expect(second.gas(input)).toBe((words * words * 8n * (huge - 32n)) / 3n);
		expect(third.gas(input)).toBe(2n * words * words * 16n * (huge - 32n));
		for (const contract of [first, second, third]) expect(contract.run(input)).toBeUndefined();
		const zeros = encode([2n, huge, 3n], new Uint8Array([1, 2, 3]));
		expect(second.run(zeros)).toEqual(new Uint8Array(3));
	});

	test("looks at the exponent's first word only", () => {
		const exponent = new Uint8Array(40);
		exponent[31] = 2;
		exponent[39] = 255;
		const input = encodeNumbers(new Uint8Array(8), exponent, new Uint8Array(8));
		expect(first.gas(input)).toBe((64n * (8n * 8n + 1n)) / 20n);
		expect(second.gas(input)).toBe(200n);
		expect(third.gas(input)).toBe(16n * (16n * 8n + 1n));
	});

	test.each([
		["base", 0],
		["exponent", 1],
		["modulus", 2],
	])("limits the size of the %s where the rules do", (_, index) => {
		const sizes = [0n, 0n, 1n] as [bigint, bigint, bigint];
		sizes[index] = 1024n;
		expect(third.run(encode(sizes))).toBeDefined();
		sizes[index] = 1025n;
		expect(third.run(encode(sizes))).toBeUndefined();
		expect(second.run(encode(sizes))).toBeDefined();
	});

	test("treats no input as three empty numbers", () => {
		expect(first.run(new Uint8Array(0))).toEqual(new Uint8Array(0));
		expect(first.gas(new Uint8Array(0))).toBe(0n);
	});
});
