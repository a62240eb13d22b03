import { resolveSpec } from "@evmore/evm";
import { compileCode, defaultBudget, Kernel, type KernelHost } from "@evmore/evm/engine";
import { expect, test } from "vitest";

// Of JUMPDESTs in a row only the first began a block, so a jump to the second, as solc's legacy code has them everywhere, left
// compiled code; and the interpreter kept the frame for twenty thousand jumps.
const { layout } = new Kernel({} as KernelHost);

function blockStarts(code: Uint8Array): number[] {
	const compiled = compileCode(code, resolveSpec("Osaka"), layout, defaultBudget);
	if (typeof compiled === "string") throw new Error(`declined: ${compiled}`);
	return [...compiled.blockStarts];
}

test("each of two JUMPDESTs in a row begins a block", () => {
	// PUSH1 5 JUMP INVALID, JUMPDEST JUMPDEST STOP
	expect(blockStarts(Uint8Array.of(0x60, 5, 0x56, 0xfe, 0x5b, 0x5b, 0x00))).toEqual([0, 4, 5]);
});

test("of a sea of JUMPDESTs only the first do", () => {
	expect(blockStarts(new Uint8Array(20_000).fill(0x5b)).length).toBeLessThan(20);
});
