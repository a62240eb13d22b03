import { describe, expect, test } from "vitest";
import { resolveSpec } from "../spec/spec.js";
import { computeDifficulty } from "./difficulty.js";

const input = {
	parentDifficulty: 2_048_000n,
	parentTimestamp: 1000n,
	parentHasOmmers: false,
	timestamp: 1012n,
	number: 1n,
};

describe("computeDifficulty", () => {
	test.each([
		["Frontier", 1012n, 2_049_000n],
		["Frontier", 1013n, 2_047_000n],
		["Homestead", 1009n, 2_049_000n],
		["Homestead", 1012n, 2_048_000n],
		["Homestead", 1020n, 2_047_000n],
		["Homestead", 100_000n, 1_949_000n],
		["Byzantium", 1008n, 2_049_000n],
		["Byzantium", 1009n, 2_048_000n],
	])("%s, timestamp %d", (fork, timestamp, difficulty) => {
		expect(computeDifficulty(resolveSpec(fork), { ...input, timestamp })).toBe(difficulty);
	});

	test("ommers of the parent count since Byzantium", () => {
		const withOmmers = { ...input, timestamp: 1009n, parentHasOmmers: true };
		expect(computeDifficulty(resolveSpec("Byzantium"), withOmmers)).toBe(2_049_000n);
		expect(computeDifficulty(resolveSpec("Homestead"), { ...withOmmers, timestamp: 1010n })).toBe(2_048_000n);
	});

	test("does not fall below the least", () => {
		const low = { ...input, parentDifficulty: 131_072n, timestamp: 100_000n };
		expect(computeDifficulty(resolveSpec("Homestead"), low)).toBe(131_072n);
	});

	test("the bomb doubles every 100,000 blocks, from where its delay ends", () => {
		const at = (fork: string, number: bigint) => computeDifficulty(resolveSpec(fork), { ...input, number });
		expect(at("Homestead", 199_999n)).toBe(2_048_000n);
		expect(at("Homestead", 200_000n)).toBe(2_048_001n);
		expect(at("Homestead", 1_200_000n)).toBe(2_048_000n + 1024n);
		expect(at("Byzantium", 3_199_998n) - at("Byzantium", 1n)).toBe(0n);
		expect(at("Byzantium", 3_200_000n) - at("Byzantium", 1n)).toBe(1n);
	});
});
