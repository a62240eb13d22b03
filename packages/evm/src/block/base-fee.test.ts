import { describe, expect, test } from "vitest";
import { resolveSpec } from "../spec/spec.js";
import { computeBaseFee } from "./base-fee.js";

describe("computeBaseFee", () => {
	const spec = resolveSpec("London");
	test.each([
		["stays at the target", 1_000_000_000n, 20_000_000n, 10_000_000n, 1_000_000_000n],
		["falls below it", 1_000_000_000n, 20_000_000n, 9_000_000n, 987_500_000n],
		["rises above it", 1_000_000_000n, 20_000_000n, 11_000_000n, 1_012_500_000n],
		["rises by an eighth at most", 1_000_000_000n, 20_000_000n, 20_000_000n, 1_125_000_000n],
		["rises by one at least", 7n, 20_000_000n, 10_000_001n, 8n],
		["falls by an eighth at most", 1_000_000_000n, 20_000_000n, 0n, 875_000_000n],
		["cannot leave 0 downwards", 0n, 20_000_000n, 0n, 0n],
	])("%s", (_, baseFee, gasLimit, gasUsed, next) => {
		expect(computeBaseFee(spec, { baseFee, gasLimit, gasUsed })).toBe(next);
	});

	test("begins at one gwei", () => {
		expect(computeBaseFee(spec, { baseFee: undefined, gasLimit: 1n, gasUsed: 0n })).toBe(10n ** 9n);
	});
});
