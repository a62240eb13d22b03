import { MemoryState, parseAddress, resolveSpec } from "@evmore/evm";
import type { CompileLimits, EngineTier } from "@evmore/evm/engine";
import { FrameKind } from "@evmore/evm/engine";
import { Machine, type MessageResult, runMessage, runSync } from "@evmore/evm/evm";
import { describe, expect, test } from "vitest";

const caller = parseAddress("0x1000000000000000000000000000000000000001");
const contract = parseAddress("0xaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");

function bytes(...parts: readonly string[]): Uint8Array {
	return Uint8Array.from(Buffer.from(parts.join("").replaceAll(" ", ""), "hex"));
}

function number(output: Uint8Array): bigint {
	return BigInt(`0x${Buffer.from(output).toString("hex")}`);
}

function call(machine: Machine, gas: bigint, input: Uint8Array = new Uint8Array()): MessageResult {
	machine.refresh();
	machine.kernel.functions.beginTransaction();
	const message = { kind: FrameKind.call, caller, to: contract, value: 0n, input, gas, isStatic: false };
	const result = runSync(runMessage(machine, message));
	machine.kernel.functions.endTransaction();
	return result;
}

function machineOf(
	code: Uint8Array,
	tier: EngineTier,
	limits: Partial<CompileLimits> = {},
	others: Readonly<Record<string, Uint8Array>> = {},
): Machine {
	const state = new MemoryState();
	state.setAccount(contract, { code });
	for (const [address, otherCode] of Object.entries(others))
		state.setAccount(parseAddress(address), { code: otherCode });
	return new Machine(resolveSpec("Osaka"), state, tier, limits);
}

const tiers = ["interpreter", "compiler", "auto"] as const;

describe("depth of calls", () => {
	// Returns 1 + what a call of itself with all gas returns; 0 comes back from the call that is too deep.
	const deep = bytes("5f5f 5260205f5f5f5f30 5a f1 50 5f51 600101 5f52 60205ff3");
	test.each(tiers)("%s: 1024 calls nest, the next fails", (tier) => {
		const machine = machineOf(deep, tier, tier === "auto" ? { hotGas: 200n } : {});
		const { status, output } = call(machine, 1n << 55n);
		expect(status).toBe("success");
		expect(number(output)).toBe(1025n);
	});
});

describe("taking compiled code away", () => {
	// Loops over its input: calls each of four contracts in turn, adds up what they return.
	const addresses = [1, 2, 3, 4].map((i) => `0x${"00".repeat(18)}bb0${i}` as const);
	const others = Object.fromEntries(
		addresses.map((address, i) => [address, bytes(`60206000 36 15 601057 5b 5f35 600${i + 1} 02 5f52 f3`)]),
	);
	const main = bytes(
		"5f 60ff", // sum, counter
		"5b 80 5f52", // loop at 3
		...addresses.map((address) => `60206020 60205f5f 73${address.slice(2)} 5a f1 50 602051 8201 91 50`),
		"6001 90 03 80 6003 57",
		"50 5f52 60205ff3",
	);

	test("changes nothing but the tier", () => {
		const expected = call(machineOf(main, "interpreter", {}, others), 100_000_000n);
		expect(expected.status).toBe("success");
		expect(number(expected.output)).toBeGreaterThan(1000n);
		for (const linkedSizeBytes of [0, 1, 60_000, 120_000, 1 << 20]) {
			const machine = machineOf(main, "compiler", { linkedSizeBytes }, others);
			for (let i = 0; i < 3; i++) expect(call(machine, 100_000_000n)).toEqual(expected);
		}
		const auto = machineOf(main, "auto", { hotGas: 5000n, linkedSizeBytes: 60_000 }, others);
		for (let i = 0; i < 3; i++) expect(call(auto, 100_000_000n)).toEqual(expected);
	});

	test("memory stays bounded over many contracts", { timeout: 300_000 }, () => {
		const state = new MemoryState();
		const machine = new Machine(resolveSpec("Osaka"), state, "compiler");
		const before = process.memoryUsage.rss();
		for (let i = 0; i < 20_000; i++) {
			const id = i.toString(16).padStart(8, "0");
			state.setAccount(contract, { code: bytes(`63${id} 5f52 5b 36 6010 57 5b 60205ff3`) });
			const { status, output } = call(machine, 100_000n);
			if (status !== "success" || number(output) !== BigInt(i)) expect.fail(`contract ${i}: ${status}`);
		}
		expect((process.memoryUsage.rss() - before) / 2 ** 20).toBeLessThan(256);
	});
});

describe("other rules", () => {
	// How much gas an SLOAD, a BALANCE and an SSTORE take; and an opcode that came with Shanghai.
	const code = bytes(
		"5a 6000 54 50 33 31 50 6001 6000 55 5a 90 03 6000 52 36 601c 57 6020 6000 f3 5b5f 5f52 60206000f3",
	);

	test("compiled code of the old rules does not run under the new ones", () => {
		const forks = ["Istanbul", "Berlin", "Shanghai", "Frontier", "Osaka", "Berlin", "Istanbul"];
		for (const tier of ["compiler", "auto"] as const) {
			const machine = machineOf(code, tier, tier === "auto" ? { hotGas: 1n } : {});
			for (const fork of forks) {
				const spec = resolveSpec(fork);
				machine.setSpec(spec);
				const fresh = machineOf(code, "interpreter");
				fresh.setSpec(spec);
				for (const input of [new Uint8Array(), new Uint8Array(1)]) {
					const results = [0, 1, 2].map(() => {
						machine.reset();
						fresh.reset();
						return [call(machine, 200_000n, input), call(fresh, 200_000n, input)] as const;
					});
					for (const [actual, expected] of results) expect(actual).toEqual(expected);
					const hasPush0 = resolveSpec(fork).staticGas[0x5f]! >= 0;
					expect(results[0]![0].status).toBe(input.length === 0 || hasPush0 ? "success" : "halt");
				}
			}
		}
	});
});
