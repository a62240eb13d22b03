import { resolveSpec } from "@evmore/evm";
import { compileCode, defaultBudget, Kernel, type KernelHost } from "@evmore/evm/engine";
import { expect, test } from "vitest";

// Every block begins a function that also holds the blocks certain to follow, up to 160 instructions. In code of small
// blocks each instruction was compiled a hundred times: 64 KiB took seconds. And a row of JUMPDESTs counted as one
// instruction, so a row of thousands was repeated behind every jump to it.
const patience = { ...defaultBudget, maxTimeMs: 60_000 };
const { layout } = new Kernel({} as KernelHost);

/** Gas of all functions; every JUMPDEST costs 1, so it tells how much was compiled. */
function compiledGas(code: Uint8Array): number {
	let gas = 0;
	const compiled = compileCode(code, resolveSpec("Osaka"), layout, patience, (block) => {
		gas += block.gas;
		for (const { exit } of block.instructions) gas += exit?.gasAhead ?? 0;
	});
	expect(typeof compiled).toBe("object");
	return gas;
}

test("small blocks that run into each other", () => {
	const code = Uint8Array.from({ length: 60_000 }, (_, i) => [0x5b, 0x36, 0x50][i % 3]!);
	// JUMPDEST, CALLDATASIZE and POP cost 5.
	expect(compiledGas(code)).toBeLessThan(20_000 * 5 * 5);
});

test("jumps to a row of JUMPDESTs", () => {
	const code = new Uint8Array(60_000).fill(0x5b);
	for (let i = 0; i < 30_000; i += 5) code.set([0x5b, 0x61, 30_000 >> 8, 30_000 & 0xff, 0x56], i);
	// JUMPDEST, PUSH2 and JUMP cost 12.
	expect(compiledGas(code)).toBeLessThan((6000 * 12 + 30_000) * 5);
});
