import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { compileTestModule, type TestModule } from "../kernel/words/test-module.js";

const prime = 2n ** 256n - 2n ** 32n - 977n;
const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
/** The cube root of 1 modulo the order that the endomorphism multiplies by. */
const lambda = 0x5363ad4cc05c30e0a5261c028812645a122e22ea20816678df02967c1b23bd72n;

const limbBits = 29;
const limbCount = 9;
const unit = 2 ** 28;
/** What field.ts allows a limb of size 1 to exceed its bound by. */
const tolerance = 1.001;

const modulo = (value: bigint, modulus: bigint): bigint => ((value % modulus) + modulus) % modulus;

let module: TestModule;
let view: DataView;
/** The place of the i-th operand: an element, a word, or digits. */
const at = (index: number): number => module.operands + 384 * index;

beforeAll(async () => {
	module = await compileTestModule("secp256k1/test-entry.ts");
	view = new DataView(module.memory.buffer);
});

function call(name: string, ...operands: number[]): number {
	return Number(module.operation(name)(...operands) ?? 0);
}

/** Where an exported constant stands in the memory. */
function placeOf(name: string): number {
	return module.global(name);
}

function writeLimbs(address: number, limbs: readonly number[]): void {
	for (const [index, limb] of limbs.entries()) view.setInt32(address + 4 * index, limb, true);
}

function readLimbs(address: number): number[] {
	return Array.from({ length: limbCount }, (_, index) => view.getInt32(address + 4 * index, true));
}

function valueOf(limbs: readonly number[]): bigint {
	return modulo(
		limbs.reduce((sum, limb, index) => sum + (BigInt(limb) << BigInt(limbBits * index)), 0n),
		prime,
	);
}

/** Limbs up to the bound of a size, and often at it: all of one sign, or of any. */
function elementOf(size: number): fc.Arbitrary<number[]> {
	const bound = Math.floor(size * unit * tolerance);
	const limb = fc.oneof(fc.integer({ min: -bound, max: bound }), fc.constantFrom(-bound, bound, 0, 1, -1));
	return fc.oneof(
		fc.array(limb, { minLength: limbCount, maxLength: limbCount }),
		fc.constantFrom(bound, -bound).map((value) => new Array<number>(limbCount).fill(value)),
	);
}

/** Numbers next to those where something changes. */
function near(...values: readonly bigint[]): fc.Arbitrary<bigint> {
	return fc.tuple(fc.constantFrom(...values), fc.bigInt(-2n, 2n)).map(([value, difference]) => value + difference);
}

const word = fc.oneof(
	fc.bigInt(0n, 2n ** 256n - 1n),
	near(2n, prime - 3n, prime, order, 2n ** 255n, 2n ** 128n, 2n ** 256n - 3n).filter(
		(value) => value >= 0n && value < 2n ** 256n,
	),
);

function expectSizeOne(limbs: readonly number[]): void {
	for (const limb of limbs) expect(Math.abs(limb)).toBeLessThanOrEqual(unit * tolerance);
}

describe("the field", () => {
	// Products of sizes up to 14: what the formulas of points use, and the largest.
	const sizes = [
		[1, 1],
		[1, 3],
		[2, 3],
		[3, 3],
		[2, 7],
		[7, 2],
		[3.5, 4],
	] as const;

	test.each(sizes)("products of sizes %d and %d are exact, and of size 1", (left, right) => {
		fc.assert(
			fc.property(elementOf(left), elementOf(right), (a, b) => {
				writeLimbs(at(0), a);
				writeLimbs(at(1), b);
				call("multiply", at(2), at(0), at(1));
				expect(valueOf(readLimbs(at(2)))).toBe(modulo(valueOf(a) * valueOf(b), prime));
				expectSizeOne(readLimbs(at(2)));
			}),
			{ numRuns: 500 },
		);
	});

	test.each([1, 2, 3, 3.7])("squares of size %d are exact, and of size 1", (size) => {
		fc.assert(
			fc.property(elementOf(size), (a) => {
				writeLimbs(at(0), a);
				call("square", at(2), at(0));
				expect(valueOf(readLimbs(at(2)))).toBe(modulo(valueOf(a) ** 2n, prime));
				expectSizeOne(readLimbs(at(2)));
			}),
			{ numRuns: 500 },
		);
	});

	test.each([1, 3, 6])("an element of size %d is renewed: the same number, of size 1", (size) => {
		fc.assert(
			fc.property(elementOf(size), (a) => {
				writeLimbs(at(0), a);
				call("renew", at(0), at(0));
				expect(valueOf(readLimbs(at(0)))).toBe(valueOf(a));
				expectSizeOne(readLimbs(at(0)));
			}),
			{ numRuns: 500 },
		);
	});

	test("sums, differences and negatives", () => {
		fc.assert(
			fc.property(elementOf(3), elementOf(4), (a, b) => {
				writeLimbs(at(0), a);
				writeLimbs(at(1), b);
				call("add", at(2), at(0), at(1));
				expect(valueOf(readLimbs(at(2)))).toBe(modulo(valueOf(a) + valueOf(b), prime));
				call("subtract", at(2), at(0), at(1));
				expect(valueOf(readLimbs(at(2)))).toBe(modulo(valueOf(a) - valueOf(b), prime));
				call("negate", at(2), at(0));
				expect(valueOf(readLimbs(at(2)))).toBe(modulo(-valueOf(a), prime));
			}),
		);
	});

	test("an element as a word is the least number; a word as an element has size 1", () => {
		fc.assert(
			fc.property(elementOf(7), word, (limbs, number) => {
				writeLimbs(at(0), limbs);
				call("toWord", at(1), at(0));
				expect(module.loadNumber(at(1))).toBe(valueOf(limbs));
				expect(call("isZero", at(0))).toBe(valueOf(limbs) === 0n ? 1 : 0);
				module.storeNumber(at(1), number);
				call("fromWord", at(0), at(1));
				expectSizeOne(readLimbs(at(0)));
				call("toWord", at(1), at(0));
				expect(module.loadNumber(at(1))).toBe(modulo(number, prime));
			}),
			{ numRuns: 1000 },
		);
	});

	test("multiples of the prime are zero", () => {
		for (let factor = -40n; factor <= 40n; factor++) {
			for (const difference of [-1n, 0n, 1n]) {
				let rest = factor * prime + difference;
				const limbs = Array.from({ length: limbCount }, (_, index) => {
					const limb = index === limbCount - 1 ? rest : BigInt.asIntN(limbBits, rest);
					rest = (rest - limb) >> BigInt(limbBits);
					return Number(limb);
				});
				writeLimbs(at(0), limbs);
				expect(call("isZero", at(0))).toBe(difference === 0n ? 1 : 0);
			}
		}
	});

	test("roots of squares are roots", () => {
		fc.assert(
			fc.property(word, (number) => {
				module.storeNumber(at(1), number);
				call("fromWord", at(0), at(1));
				call("square", at(0), at(0));
				call("squareRoot", at(2), at(0));
				const root = valueOf(readLimbs(at(2)));
				expect(modulo(root * root - number * number, prime)).toBe(0n);
			}),
			{ numRuns: 100 },
		);
	});
});

describe("inverses", () => {
	test.each(["prime", "order"] as const)("modulo the %s", (name) => {
		const modulus = name === "prime" ? prime : order;
		expect(module.loadNumber(placeOf(name))).toBe(modulus);
		fc.assert(
			fc.property(word, (number) => {
				const reduced = modulo(number, modulus);
				fc.pre(reduced !== 0n);
				module.storeNumber(at(0), reduced);
				call("invert", at(1), at(0), placeOf(name));
				const inverse = module.loadNumber(at(1));
				expect(modulo(inverse * reduced, modulus)).toBe(1n);
				expect(inverse).toBeLessThan(modulus);
			}),
			{ numRuns: 1000 },
		);
	});
});

describe("scalars", () => {
	test("products and negatives modulo the order", () => {
		fc.assert(
			fc.property(word, word, (a, b) => {
				module.storeNumber(at(0), a);
				module.storeNumber(at(1), b);
				call("multiplyScalars", at(2), at(0), at(1));
				const product = modulo(a * b, order);
				expect(module.loadNumber(at(2))).toBe(product);
				call("negateScalar", at(2), at(2));
				expect(module.loadNumber(at(2))).toBe(modulo(-product, order));
			}),
		);
	});

	const scalar = word.filter((value) => value < order);

	test("halves make the scalar, and have 128 bits", () => {
		fc.assert(
			fc.property(scalar, (k) => {
				module.storeNumber(at(0), k);
				call("splitScalar", at(1), at(2), at(0));
				const k1 = BigInt.asIntN(256, module.loadNumber(at(1)));
				const k2 = BigInt.asIntN(256, module.loadNumber(at(2)));
				expect(modulo(k1 + k2 * lambda - k, order)).toBe(0n);
				for (const half of [k1, k2]) expect(half < 0n ? -half : half).toBeLessThan(2n ** 128n);
			}),
			{ numRuns: 2000 },
		);
	});

	const half = fc.oneof(
		fc.bigInt(1n - 2n ** 128n, 2n ** 128n - 1n),
		near(0n, 2n ** 128n - 3n, 3n - 2n ** 128n, 2n ** 127n),
	);

	test.each([5, 10])("digits of width %d make the number, are odd, and lie apart", (width) => {
		fc.assert(
			fc.property(half, (number) => {
				module.storeNumber(at(0), BigInt.asUintN(256, number));
				call("writeDigits", at(1), at(0), width);
				let sum = 0n;
				let last = -width;
				for (let position = 0; position < 130; position++) {
					const digit = view.getInt16(at(1) + 2 * position, true);
					if (digit === 0) continue;
					sum += BigInt(digit) << BigInt(position);
					expect(digit & 1).toBe(1);
					expect(Math.abs(digit)).toBeLessThan(2 ** (width - 1));
					expect(position - last).toBeGreaterThanOrEqual(width);
					last = position;
				}
				expect(sum).toBe(number);
			}),
			{ numRuns: 1000 },
		);
	});
});
