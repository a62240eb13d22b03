import { MemoryState } from "@evmore/evm";
import { assemble } from "@evmore/evm/asm";
import { emptyBlock } from "@evmore/evm/evm";
import { resolveSpec } from "@evmore/evm/spec";
import { traceCall } from "@evmore/evm/trace";
import { expect, test } from "vitest";

const to = "0x00000000000000000000000000000000000000aa";
const store = "0x00000000000000000000000000000000000000bb";
const load = "0x00000000000000000000000000000000000000cc";

interface Log {
	readonly op: string;
	readonly depth: number;
	readonly storage?: Readonly<Record<string, string>>;
}

// A slot that was never written was shown as if it had been, then and in the lines after it.
test.each([
	["not enough gas for reentrancy sentry", `PUSH0 PUSH0 PUSH0 PUSH0 PUSH0 PUSH ${store} PUSH 2305 CALL`],
	["out of gas", `PUSH0 PUSH0 PUSH0 PUSH0 PUSH0 PUSH ${store} PUSH 10000 CALL`],
	["static call", `PUSH0 PUSH0 PUSH0 PUSH0 PUSH ${store} PUSH 50000 STATICCALL`],
	["out of gas in SLOAD", `PUSH0 PUSH0 PUSH0 PUSH0 PUSH0 PUSH ${load} PUSH 2000 CALL`],
])("struct logs show no storage where an instruction failed: %s", async (_, call) => {
	const again = `PUSH0 PUSH0 PUSH0 PUSH0 PUSH0 PUSH ${call.includes(load) ? load : store} PUSH 50000 CALL`;
	const state = new MemoryState({
		[to]: { code: assemble(`${call} ${again}`) },
		[store]: { code: assemble("PUSH 7 PUSH 1 SSTORE") },
		[load]: { code: assemble("PUSH 1 SLOAD") },
	});
	const place = { spec: resolveSpec("Osaka"), state, block: { ...emptyBlock, gasLimit: 30_000_000n }, chainId: 1n };
	const trace = (await traceCall(place, { to, gas: 200_000n })) as unknown as { structLogs: readonly Log[] };
	const [failed, done] = trace.structLogs.filter(({ op }) => op === "SSTORE" || op === "SLOAD");
	expect(failed).toBeDefined();
	expect(failed!.storage).toBeUndefined();
	const value = call.includes(load) ? "0" : "7";
	expect(done!.storage).toEqual({ [`0x${"1".padStart(64, "0")}`]: `0x${value.padStart(64, "0")}` });
});

test("struct logs carry no slot on that was not written", async () => {
	const code = "CALLDATASIZE PUSH @second JUMPI PUSH 7 PUSH 1 SSTORE STOP second: PUSH 9 PUSH 2 SSTORE";
	const call = (size: number, gas: number) => `PUSH0 PUSH0 PUSH ${size} PUSH0 PUSH0 PUSH ${store} PUSH ${gas} CALL`;
	const state = new MemoryState({
		[to]: { code: assemble(`${call(0, 2340)} ${call(1, 50_000)}`) },
		[store]: { code: assemble(code) },
	});
	const place = { spec: resolveSpec("Osaka"), state, block: { ...emptyBlock, gasLimit: 30_000_000n }, chainId: 1n };
	const trace = (await traceCall(place, { to, gas: 200_000n })) as unknown as { structLogs: readonly Log[] };
	const stores = trace.structLogs.filter(({ op }) => op === "SSTORE");
	expect(stores.map(({ storage }) => storage)).toEqual([
		undefined,
		{ [`0x${"2".padStart(64, "0")}`]: `0x${"9".padStart(64, "0")}` },
	]);
});
