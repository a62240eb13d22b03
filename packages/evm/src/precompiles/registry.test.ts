import { describe, expect, test } from "vitest";
import { recoveryLibrary } from "../crypto/secp256k1.js";
import type { PrecompileName } from "../spec/eip.js";
import { bls12Library } from "./bls12-381/library.js";
import { bn254Library } from "./bn254/library.js";
import { p256Library } from "./p256/library.js";
import { UnknownPricingError } from "./pricing.js";
import { getPrecompile } from "./registry.js";

function gasOf(name: PrecompileName, pricing: number, size: number): bigint {
	return getPrecompile({ address: 1, name, pricing }).gas(new Uint8Array(size));
}

describe("getPrecompile", () => {
	test.each<[PrecompileName, number, number, bigint]>([
		["ecrecover", 0, 128, 3000n],
		["sha256", 0, 0, 60n],
		["sha256", 0, 33, 84n],
		["ripemd160", 0, 32, 720n],
		["identity", 0, 65, 24n],
		["bn254Add", 196, 128, 500n],
		["bn254Add", 1108, 0, 150n],
		["bn254Mul", 196, 96, 40_000n],
		["bn254Mul", 1108, 96, 6000n],
		["bn254Pairing", 197, 384, 260_000n],
		["bn254Pairing", 1108, 384, 113_000n],
		["bn254Pairing", 1108, 383, 79_000n],
		["kzgPointEvaluation", 4844, 0, 50_000n],
		["bls12G1Add", 2537, 256, 375n],
		["bls12G2Add", 2537, 512, 600n],
		["bls12G1Msm", 2537, 160, 12_000n],
		["bls12G1Msm", 2537, 2 * 160, 22_776n],
		["bls12G1Msm", 2537, 129 * 160, 803_412n],
		["bls12G2Msm", 2537, 3 * 288, 62_302n],
		["bls12G2Msm", 2537, 200 * 288, 2_358_000n],
		["bls12Pairing", 2537, 768, 102_900n],
		["bls12MapFpToG1", 2537, 64, 5500n],
		["bls12MapFp2ToG2", 2537, 128, 23_800n],
		["p256Verify", 7951, 160, 6900n],
	])("%s of pricing %i asks for %i bytes %i gas", (name, pricing, size, gas) => {
		expect(gasOf(name, pricing, size)).toBe(gas);
	});

	test("gives equal entries the same object, and different pricings different ones", () => {
		const entry = { address: 6, name: "bn254Add", pricing: 196 } as const;
		expect(getPrecompile({ ...entry })).toBe(getPrecompile(entry));
		expect(getPrecompile({ ...entry, pricing: 1108 })).not.toBe(getPrecompile(entry));
	});

	test("refuses a pricing that does not exist", () => {
		expect(() => getPrecompile({ address: 5, name: "modexp", pricing: 1 })).toThrow(UnknownPricingError);
	});

	test("loads no curve library for gas, nor for inputs that are refused by their size", () => {
		const small = new Uint8Array(3);
		for (const name of ["bls12G1Add", "bls12Pairing", "bn254Pairing", "p256Verify", "kzgPointEvaluation"] as const) {
			const precompile = getPrecompile({ address: 1, name, pricing: 1108 });
			precompile.gas(small);
			precompile.run(small);
		}
		expect(getPrecompile({ address: 1, name: "ecrecover", pricing: 0 }).run(small)).toEqual(new Uint8Array(0));
		const libraries = [bn254Library, bls12Library, p256Library, recoveryLibrary];
		expect(libraries.map((library) => library.loaded)).toEqual([false, false, false, false]);
	});
});
