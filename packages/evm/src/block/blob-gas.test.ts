import { describe, expect, test } from "vitest";
import { resolveSpec } from "../spec/spec.js";
import { computeBlobBaseFee, computeExcessBlobGas } from "./blob-gas.js";

const blob = 131_072n;

describe("computeBlobBaseFee", () => {
	test.each([
		["Cancun", 0n, 1n],
		["Cancun", 2_314_057n, 1n],
		["Cancun", 2_314_058n, 2n],
		["Cancun", 10n * 1024n * 1024n, 23n],
		["Prague", 10n * 1024n * 1024n, 8n],
	])("%s, excess %d", (fork, excess, price) => {
		expect(computeBlobBaseFee(resolveSpec(fork), excess)).toBe(price);
	});

	test("rises e-fold per update fraction", () => {
		const ratio = Number(computeBlobBaseFee(resolveSpec("Cancun"), 3_338_477n * 30n)) / Math.exp(30);
		expect(ratio).toBeGreaterThan(0.999999);
		expect(ratio).toBeLessThanOrEqual(1);
	});
});

describe("computeExcessBlobGas", () => {
	test("is what goes beyond the target", () => {
		const cancun = resolveSpec("Cancun");
		const parent = { baseFee: 7n, excessBlobGas: 0n };
		expect(computeExcessBlobGas(cancun, { ...parent, blobGasUsed: 2n * blob })).toBe(0n);
		expect(computeExcessBlobGas(cancun, { ...parent, blobGasUsed: 3n * blob })).toBe(0n);
		expect(computeExcessBlobGas(cancun, { ...parent, blobGasUsed: 5n * blob })).toBe(2n * blob);
		expect(computeExcessBlobGas(cancun, { ...parent, excessBlobGas: blob, blobGasUsed: 6n * blob })).toBe(4n * blob);
	});

	test("does not shrink while blobs are below their reserve price", () => {
		const osaka = resolveSpec("Osaka");
		const parent = { excessBlobGas: 10n * blob, blobGasUsed: 3n * blob };
		// At a blob base fee of 1 wei the reserve price holds from a base fee of 131072 / 8192 = 16 wei, exclusive.
		expect(computeExcessBlobGas(osaka, { ...parent, baseFee: 16n })).toBe(7n * blob);
		expect(computeExcessBlobGas(osaka, { ...parent, baseFee: 17n })).toBe(11n * blob);
		expect(computeExcessBlobGas(osaka, { excessBlobGas: 0n, blobGasUsed: blob, baseFee: 17n })).toBe(0n);
	});
});
