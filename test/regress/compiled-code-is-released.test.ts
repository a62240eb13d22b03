import { MemoryState, parseAddress, resolveSpec } from "@evmore/evm";
import { FrameKind } from "@evmore/evm/engine";
import { Machine, runMessage, runSync } from "@evmore/evm/evm";
import { expect, test } from "vitest";

// The cache of compiled modules dropped the oldest, but the kernel's table went on to hold their entries, and these kept
// the modules alive: memory grew with every contract.
test("a machine lets go of compiled code beyond its limit", () => {
	const contract = parseAddress("0x00000000000000000000000000000000000000aa");
	const state = new MemoryState();
	const machine = new Machine(resolveSpec("Osaka"), state, "compiler", { linkedSizeBytes: 500_000 });
	const { table } = machine.kernel;
	const before = table.length;
	for (let i = 0; i < 200; i++) {
		state.setAccount(contract, { code: Uint8Array.of(0x60, i, 0x60, 0x01, 0x01, 0x50, 0x00) });
		machine.refresh();
		machine.kernel.functions.beginTransaction();
		const message = { kind: FrameKind.call, caller: contract, to: contract, value: 0n, isStatic: false, gas: 1000n };
		expect(runSync(runMessage(machine, { ...message, input: new Uint8Array() })).status).toBe("success");
		machine.kernel.functions.endTransaction();
	}
	let linked = 0;
	for (let index = before; index < table.length; index++) if (table.get(index) !== null) linked++;
	expect(linked).toBeGreaterThan(0);
	expect(linked).toBeLessThan(20);
});
