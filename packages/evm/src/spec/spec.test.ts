import { describe, expect, test } from "vitest";
import { findOpcodeByName } from "./opcodes.js";
import { isForkName, resolveSpec } from "./spec.js";
import { UnknownEipError } from "./unknown-eip-error.js";
import { UnknownForkError } from "./unknown-fork-error.js";

function gas(spec: string, opcode: string): number | undefined {
	return resolveSpec(spec).staticGas[findOpcodeByName(opcode)!.code];
}

describe("resolveSpec", () => {
	test.each([
		["Frontier", "Frontier"],
		["frontier", "Frontier"],
		["Dao", "DAO"],
		["EIP150", "TangerineWhistle"],
		["Tangerine Whistle", "TangerineWhistle"],
		["tangerine_whistle", "TangerineWhistle"],
		["EIP158", "SpuriousDragon"],
		["eip158", "SpuriousDragon"],
		["ConstantinopleFix", "Petersburg"],
		["CONSTANTINOPLE", "Constantinople"],
		["Merge", "Paris"],
		["Arrow-Glacier", "ArrowGlacier"],
		["bpo4", "BPO4"],
	])("%s is %s", (name, fork) => {
		expect(resolveSpec(name).fork).toBe(fork);
		expect(resolveSpec(name)).toBe(resolveSpec(fork));
		expect(isForkName(name)).toBe(true);
	});

	test("an unknown fork: what exists, and the nearest", () => {
		expect(() => resolveSpec("Shangai")).toThrow(UnknownForkError);
		expect(() => resolveSpec("Shangai")).toThrow(/Did you mean "Shanghai"\?[\s\S]*Frontier, Homestead, DAO/);
		expect(() => resolveSpec("")).toThrow('Unknown fork "".');
		expect(() => resolveSpec("__proto__")).toThrow(UnknownForkError);
		expect(() => resolveSpec("x".repeat(100_000))).toThrow(UnknownForkError);
	});

	test("EIPs over a fork", () => {
		const spec = resolveSpec("berlin+3855+3860");
		expect(spec.name).toBe("Berlin+3855+3860");
		expect(spec.fork).toBe("Berlin");
		expect(gas("Berlin+3855+3860", "PUSH0")).toBe(2);
		expect(gas("Berlin", "PUSH0")).toBe(-1);
		expect(spec.rules.limitInitcode).toBe(true);
		expect(spec.parameters.maxInitcodeSizeBytes).toBe(49_152);
		expect(resolveSpec("Berlin").rules.limitInitcode).toBe(false);
		expect(resolveSpec("Berlin+3855+3860")).toBe(spec);
	});

	test("an EIP that the fork has is passed over", () => {
		expect(resolveSpec("Osaka+150+1559")).toBe(resolveSpec("Osaka"));
		expect(resolveSpec("Berlin+3855+3855").name).toBe("Berlin+3855");
	});

	test("a new price brings nothing into being", () => {
		expect(gas("Frontier+2929", "STATICCALL")).toBe(-1);
		expect(gas("Frontier+2929", "CALL")).toBe(100);
		expect(gas("Byzantium+1884", "SELFBALANCE")).toBe(5);
		expect(gas("Byzantium+1884", "EXTCODEHASH")).toBe(-1);
		expect(resolveSpec("Homestead+1108").precompiles.has(6)).toBe(false);
		expect(resolveSpec("Homestead+196").precompiles.get(6)?.pricing).toBe(196);
		expect(resolveSpec("Byzantium+1108").precompiles.get(6)?.pricing).toBe(1108);
	});

	test("an EIP that cannot be executed yet is listed and changes nothing", () => {
		const spec = resolveSpec("Osaka+8024");
		expect(spec.name).toBe("Osaka+8024");
		expect(spec.eips.has(8024)).toBe(true);
		expect(spec.staticGas).toEqual(resolveSpec("Osaka").staticGas);
	});

	test.each(["Frontier+1346", "Berlin+", "Berlin+x", "Berlin+-1", "Berlin+3855.5", "Berlin+99999999999999999999"])(
		"%s: unknown EIP",
		(name) => {
			expect(() => resolveSpec(name)).toThrow(UnknownEipError);
		},
	);

	test("the rules cannot be changed by accident", () => {
		const spec = resolveSpec("Osaka");
		expect(Object.isFrozen(spec)).toBe(true);
		expect(Object.isFrozen(spec.parameters)).toBe(true);
		expect(Object.isFrozen(spec.rules)).toBe(true);
		expect(resolveSpec("Prague").staticGas).not.toBe(spec.staticGas);
	});
});

describe("landmarks", () => {
	test.each([
		["SLOAD", [50, 50, 200, 200, 200, 800, 100, 100]],
		["BALANCE", [20, 20, 400, 400, 400, 700, 100, 100]],
		["EXTCODEHASH", [-1, -1, -1, -1, 400, 700, 100, 100]],
		["CALL", [40, 40, 700, 700, 700, 700, 100, 100]],
		["STATICCALL", [-1, -1, -1, 700, 700, 700, 100, 100]],
		["DELEGATECALL", [-1, 40, 700, 700, 700, 700, 100, 100]],
		["SELFDESTRUCT", [0, 0, 5000, 5000, 5000, 5000, 5000, 5000]],
		["CREATE", [32_000, 32_000, 32_000, 32_000, 32_000, 32_000, 32_000, 32_000]],
		["LOG4", [375, 375, 375, 375, 375, 375, 375, 375]],
		["INVALID", [-1, -1, -1, -1, -1, -1, -1, -1]],
		["CLZ", [-1, -1, -1, -1, -1, -1, -1, 5]],
	])("static gas of %s", (opcode, expected) => {
		const forks = ["Frontier", "DAO", "EIP150", "Byzantium", "Petersburg", "MuirGlacier", "Berlin", "BPO4"];
		expect(forks.map((fork) => gas(fork, opcode))).toEqual(expected);
	});

	test("blobs", () => {
		const blobs = ["Shanghai", "Cancun", "Prague", "Osaka", "BPO1", "BPO2", "BPO3", "BPO4"].map((fork) => {
			const { targetBlobs, maxBlobs, blobBaseFeeUpdateFraction } = resolveSpec(fork).parameters;
			return [targetBlobs, maxBlobs, blobBaseFeeUpdateFraction];
		});
		expect(blobs).toEqual([
			[0, 0, 0],
			[3, 6, 3_338_477],
			[6, 9, 5_007_716],
			[6, 9, 5_007_716],
			[10, 15, 8_346_193],
			[14, 21, 11_684_671],
			[21, 32, 20_609_697],
			[14, 21, 13_739_630],
		]);
	});

	test("precompiled contracts and transaction types", () => {
		const counts = ["Homestead", "Byzantium", "Istanbul", "Cancun", "Prague", "Osaka"].map((fork) => {
			const { precompiles, transactionTypes } = resolveSpec(fork);
			return [precompiles.size, transactionTypes.size];
		});
		expect(counts).toEqual([
			[4, 1],
			[8, 1],
			[9, 1],
			[10, 4],
			[17, 5],
			[18, 5],
		]);
		expect(resolveSpec("Osaka").precompiles.get(5)?.pricing).toBe(7883);
		expect(resolveSpec("Osaka").precompiles.get(0x100)?.name).toBe("p256Verify");
	});
});
