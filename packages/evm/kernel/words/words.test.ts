import { beforeAll, describe, expect, test } from "vitest";
import { bitLength, families, mask, type Operands, power, Random, type Reference, unsigned } from "./reference.js";
import { compileTestModule, type TestModule } from "./test-module.js";

// Operations per family; set EVMORE_WORDS_OPERATIONS for a long run.
const operationsPerFamily = Number(process.env.EVMORE_WORDS_OPERATIONS ?? 200_000);
const seed = Number(process.env.EVMORE_WORDS_SEED ?? 20151104);

let module: TestModule;
beforeAll(async () => {
	module = await compileTestModule();
});

/** Runs an operation `count` times; every word below and above its operands must stay as it was. */
function checkOperation(name: string, operands: Operands, reference: Reference, count: number, random: Random): void {
	const operation = module.operation(name);
	const below = module.operands + 64;
	const guard = 0x5a5aa5a55a5aa5a5c3c33c3cc3c33c3c5a5aa5a55a5aa5a5c3c33c3cc3c33c3cn;
	for (let run = 0; run < count; run++) {
		const values = operands(random);
		const deepest = below + 32;
		const sp = deepest + 32 * (values.length - 1);
		module.storeNumber(below, guard);
		for (const [depth, value] of values.entries()) module.storeNumber(sp - 32 * depth, value);
		module.storeNumber(sp + 32, guard);
		operation(sp);
		const result = module.loadNumber(deepest);
		const expected = reference(values[0]!, values[1] ?? 0n, values[2] ?? 0n);
		if (result !== expected || module.loadNumber(below) !== guard || module.loadNumber(sp + 32) !== guard) {
			const shown = values.map((value) => `0x${value.toString(16)}`).join(", ");
			expect(`${name}(${shown}) = 0x${result.toString(16)}`).toBe(`${name}(${shown}) = 0x${expected.toString(16)}`);
			throw new Error(`${name}(${shown}) wrote outside its result`);
		}
	}
}

describe("words", () => {
	for (const [family, operations] of Object.entries(families)) {
		const names = Object.keys(operations);
		test(`${family}: ${names.join(", ")}`, () => {
			for (const [index, name] of names.entries()) {
				const [operands, reference] = operations[name]!;
				const count = Math.ceil(operationsPerFamily / names.length);
				checkOperation(name, operands, reference, count, new Random(seed + 7919 * index));
			}
		});
	}

	test("exp, with long and short exponents", () => {
		const random = new Random(seed);
		const operands: Operands = () => [
			random.below(4) === 0 ? random.bits(random.below(70)) : random.word(),
			random.below(3) === 0 ? random.word() : random.bits(random.below(random.below(2) === 0 ? 20 : 80)),
		];
		checkOperation("exp", operands, power, Math.ceil(operationsPerFamily / 10), random);
	});

	test("every combination of boundary operands", () => {
		const powers = [31n, 32n, 63n, 64n, 65n, 127n, 128n, 129n, 192n, 224n, 255n].map((bit) => 1n << bit);
		const near = powers.flatMap((power) => [power - 1n, power, power + 1n]);
		const fields = [
			mask - (1n << 32n) - 976n,
			0x30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd47n,
			(1n << 255n) - 19n,
			mask - 188n,
		];
		const values = [0n, 1n, 2n, 3n, ...near, ...fields, ...near.map((value) => unsigned(-value)), mask];
		const pairs = { ...families.add, ...families.mul, ...families.div, ...families.signed, ...families.compare };
		for (const [name, [, reference]] of Object.entries({ ...pairs, ...families.bitwise, ...families.shift })) {
			let next = 0;
			const operands: Operands = () =>
				[values[Math.floor(next / values.length)]!, values[next++ % values.length]!].slice(-reference.length);
			checkOperation(name, operands, reference, values.length ** 2, new Random(seed));
		}
		const few = values.filter((_, index) => index % 3 === 0 || index < 4);
		for (const [name, [, reference]] of Object.entries(families.modular!)) {
			let next = 0;
			const pick = (weight: number): bigint => few[Math.floor(next / weight) % few.length]!;
			const operands: Operands = () => {
				// The modulus changes least often, as in programs.
				const triple = [pick(1), pick(few.length), pick(few.length ** 2)];
				next++;
				return triple;
			};
			checkOperation(name, operands, reference, few.length ** 3, new Random(seed));
		}
		let next = 0;
		const bases: Operands = () => [values[Math.floor(next / values.length)]!, values[next++ % values.length]!];
		checkOperation("exp", bases, power, values.length ** 2, new Random(seed));
	});

	test("quotients of numbers of about the same length", () => {
		const random = new Random(seed);
		const operands: Operands = () => {
			const bits = 1 + random.below(256);
			const divisor = random.bits(bits) | (1n << BigInt(bits - 1));
			const distance = random.below(4) === 0 ? BigInt(random.below(4)) : random.bits(random.below(bits + 1));
			return [unsigned(divisor * BigInt(random.below(4)) + distance - BigInt(random.below(2))), divisor];
		};
		for (const name of ["div", "mod"]) {
			checkOperation(name, operands, families.div![name]![1], Math.ceil(operationsPerFamily / 4), random);
		}
		const moduli: Operands = () => {
			const [sum, modulus] = operands(random) as [bigint, bigint];
			return [sum, operands(random)[0]!, modulus];
		};
		checkOperation("addmod", moduli, families.modular!.addmod![1], Math.ceil(operationsPerFamily / 4), random);
	});

	test("the same modulus again and again", () => {
		const random = new Random(seed);
		const moduli = Array.from({ length: 40 }, () => random.word() | (random.below(2) === 0 ? 1n << 255n : 0n));
		const operands: Operands = () => {
			const modulus = moduli[random.below(random.below(2) === 0 ? 3 : moduli.length)]!;
			return [random.related(modulus), random.related(modulus), modulus];
		};
		const { addmod, mulmod } = families.modular!;
		checkOperation("mulmod", operands, mulmod![1], Math.ceil(operationsPerFamily / 2), random);
		checkOperation("addmod", operands, addmod![1], Math.ceil(operationsPerFamily / 10), random);
	});

	test("long division of up to eight limbs, results over the operands too", () => {
		const random = new Random(seed);
		const divRem = module.operation("divRem");
		const [numerator, divisor, quotient, remainder] = [0, 64, 128, 256].map((offset) => module.operands + offset) as [
			number,
			number,
			number,
			number,
		];
		for (let run = 0; run < operationsPerFamily / 2; run++) {
			// The constant's reciprocal needs every step of its computation.
			const d = random.below(100) === 0 ? 0x800000007fffffffffffffff7fffffffn : random.word() || 1n;
			const limbs = 4 + random.below(5);
			// Products of the divisor, give or take a little, make the estimates of the digits fail.
			const n = BigInt.asUintN(
				64 * limbs,
				random.below(2) === 0
					? (random.word() << BigInt(random.below(257))) + random.word()
					: d * random.related(d) + random.word() - random.word() - 1n,
			);
			module.storeNumber(numerator, n, 8);
			module.storeNumber(divisor, d);
			const overlap = random.below(2) === 0;
			divRem(numerator, limbs, divisor, overlap ? numerator : quotient, overlap ? divisor : remainder);
			const q = module.loadNumber(overlap ? numerator : quotient, limbs);
			const r = module.loadNumber(overlap ? divisor : remainder);
			if (q !== n / d || r !== n % d) {
				expect(`${n} / ${d} = ${q} rest ${r}`).toBe(`${n} / ${d} = ${n / d} rest ${n % d}`);
			}
		}
	});

	test("products of 512 bits and squares", () => {
		const random = new Random(seed);
		const multiplyWide = module.operation("multiplyWide");
		const square = module.operation("square");
		const [left, right, target] = [0, 64, 128].map((offset) => module.operands + offset) as [number, number, number];
		for (let run = 0; run < operationsPerFamily / 2; run++) {
			const a = random.word();
			const b = random.word();
			module.storeNumber(left, a);
			module.storeNumber(right, b);
			multiplyWide(target, left, right);
			if (module.loadNumber(target, 8) !== a * b) expect(`${a} * ${b} = ${module.loadNumber(target, 8)}`).toBe(`${a * b}`);
			square(left, left);
			if (module.loadNumber(left) !== unsigned(a * a)) expect(`${a}^2 = ${module.loadNumber(left)}`).toBe(unsigned(a * a));
		}
	});

	test("conversions saturate and keep to their bytes", () => {
		const random = new Random(seed);
		const { operands: address } = module;
		const target = address + 64;
		const boundaries = [31n, 32n, 53n, 63n, 64n, 128n, 192n, 255n].flatMap((bit) =>
			[-1n, 0n, 1n].map((offset) => (1n << bit) + offset),
		);
		const min = (a: bigint, b: bigint): bigint => (a < b ? a : b);
		for (let run = 0; run < operationsPerFamily / 100; run++) {
			const word = boundaries[run] ?? random.word();
			module.storeNumber(address, word);
			expect(BigInt.asUintN(64, module.operation("toU64Saturating")(address) as bigint)).toBe(min(word, (1n << 64n) - 1n));
			expect(BigInt((module.operation("toU32Saturating")(address) as number) >>> 0)).toBe(min(word, 0xffffffffn));
			expect(module.operation("fitsU64")(address)).toBe(Number(word < 1n << 64n));
			expect(module.operation("isZeroWord")(address)).toBe(Number(word === 0n));
			expect(module.operation("byteLength")(address)).toBe(Math.ceil(bitLength(word) / 8));
			const bytes = [...word.toString(16).padStart(64, "0").matchAll(/../g)].map(([pair]) => Number.parseInt(pair, 16));
			const at = target + random.below(32);
			const memory = module.bytes(target - 32, 160);
			const guard = random.below(256);
			memory.fill(guard);
			module.operation("storeBigEndian")(at, address);
			expect([...module.bytes(at, 32)]).toEqual(bytes);
			memory.fill(guard, at - target + 32, at - target + 64);
			expect(memory.every((byte) => byte === guard)).toBe(true);
			module.operation("storeAddressBigEndian")(at, address);
			expect([...module.bytes(at, 20)]).toEqual(bytes.slice(12));
			memory.fill(guard, at - target + 32, at - target + 52);
			expect(memory.every((byte) => byte === guard)).toBe(true);
			module.bytes(at, 32).set(bytes);
			module.operation("loadBigEndian")(address, at);
			expect(module.loadNumber(address)).toBe(word);
			module.operation("loadBigEndian")(at, at);
			expect(module.loadNumber(at)).toBe(word);
			module.bytes(at, 20).set(bytes.slice(12));
			module.operation("loadAddressBigEndian")(address, at);
			expect(module.loadNumber(address)).toBe(BigInt.asUintN(160, word));
			module.operation("copyWord")(address, at);
			expect(module.loadNumber(address)).toBe(module.loadNumber(at));
		}
	});
});
