import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { resolveSpec } from "./spec.js";
import { sstoreCost } from "./storage-gas.js";

/** Gas and refund of writing values to one slot in one transaction, whose first access is cold. */
function run(fork: string, original: number, values: readonly number[]): readonly [number, number] {
	const spec = resolveSpec(fork);
	let current = BigInt(original);
	let gas = 0;
	let refund = 0;
	values.forEach((value, index) => {
		const cost = sstoreCost(spec, BigInt(original), current, BigInt(value), index === 0);
		gas += cost.gas;
		refund += cost.refund;
		current = BigInt(value);
	});
	return [gas, refund];
}

describe("sstoreCost", () => {
	test.each([
		[0, [0], 5000, 0],
		[0, [1], 20_000, 0],
		[0, [1, 0], 25_000, 15_000],
		[1, [1], 5000, 0],
		[1, [2], 5000, 0],
		[1, [0, 1], 25_000, 15_000],
	])("Frontier, Byzantium and Petersburg: %i → %j", (original, values, gas, refund) => {
		for (const fork of ["Frontier", "Byzantium", "Petersburg"])
			expect(run(fork, original, values)).toEqual([gas, refund]);
	});

	// EIP-1283, its own test cases without the gas of the PUSHes.
	test.each([
		[0, [0, 0], 400, 0],
		[0, [0, 1], 20_200, 0],
		[0, [1, 0], 20_200, 19_800],
		[0, [1, 2], 20_200, 0],
		[0, [1, 1], 20_200, 0],
		[1, [0, 0], 5200, 15_000],
		[1, [0, 1], 5200, 4800],
		[1, [0, 2], 5200, 0],
		[1, [2, 0], 5200, 15_000],
		[1, [2, 3], 5200, 0],
		[1, [2, 1], 5200, 4800],
		[1, [1, 0], 5200, 15_000],
		[1, [1, 1], 400, 0],
		[0, [1, 0, 1], 40_200, 19_800],
		[1, [0, 1, 0], 10_200, 19_800],
	])("Constantinople: %i → %j", (original, values, gas, refund) => {
		expect(run("Constantinople", original, values)).toEqual([gas, refund]);
	});

	// EIP-2200, likewise.
	test.each([
		[0, [0, 0], 1600, 0],
		[0, [0, 1], 20_800, 0],
		[0, [1, 0], 20_800, 19_200],
		[1, [0, 1], 5800, 4200],
		[1, [0, 2], 5800, 0],
		[1, [2, 0], 5800, 15_000],
		[1, [1, 1], 1600, 0],
		[0, [1, 0, 1], 40_800, 19_200],
		[1, [0, 1, 0], 10_800, 19_200],
	])("Istanbul: %i → %j", (original, values, gas, refund) => {
		expect(run("Istanbul", original, values)).toEqual([gas, refund]);
	});

	// EIP-3529, its comparison of refunds before and after it.
	test.each([
		[0, [0, 0], 2300, 0, 0],
		[0, [1], 22_100, 0, 0],
		[0, [1, 0], 22_200, 19_900, 19_900],
		[1, [0, 0], 5100, 15_000, 4800],
		[1, [0, 1], 5100, 2800, 2800],
		[1, [2, 0], 5100, 15_000, 4800],
		[1, [1], 2200, 0, 0],
		[0, [1, 0, 1], 42_200, 19_900, 19_900],
		[1, [0, 1, 0], 8000, 17_800, 7600],
	])("Berlin and London: %i → %j", (original, values, gas, refundInBerlin, refundInLondon) => {
		expect(run("Berlin", original, values)).toEqual([gas, refundInBerlin]);
		expect(run("London", original, values)).toEqual([gas, refundInLondon]);
		expect(run("Osaka", original, values)).toEqual([gas, refundInLondon]);
	});

	test("the refund is never negative, and at most one clearing more than was paid", () => {
		const forks = fc.constantFrom("Constantinople", "Istanbul", "Berlin", "London", "Osaka");
		const value = fc.integer({ min: 0, max: 2 });
		fc.assert(
			fc.property(forks, value, fc.array(value, { minLength: 1, maxLength: 8 }), (fork, original, values) => {
				const [gas, refund] = run(fork, original, values);
				expect(refund).toBeGreaterThanOrEqual(0);
				const { sstoreClearRefund } = resolveSpec(fork).parameters;
				expect(refund).toBeLessThanOrEqual(gas + sstoreClearRefund);
			}),
		);
	});
});
