import { MemoryState } from "@evmore/evm/state";
import { expect, test } from "vitest";
import { dumpState } from "./dump-state.js";

test("accounts are named by their address with its checksum, in the order of these names", () => {
	const state = new MemoryState();
	for (const start of ["ab", "aa", "a94f5374fce5edbc8e2a8697c15331677e6ebf0b", "ac", "ad", "ae", "0"]) {
		state.setAccount(`0x${start.padEnd(38, "0").padEnd(40, start === "0" ? "a" : "0")}`, { balance: 1n });
	}
	const { accounts } = JSON.parse(dumpState(state)) as { accounts: Record<string, { address: string }> };
	expect(Object.keys(accounts)).toEqual([
		"0x00000000000000000000000000000000000000AA",
		"0xAC00000000000000000000000000000000000000",
		"0xAD00000000000000000000000000000000000000",
		"0xa94f5374Fce5edBC8E2a8697C15331677e6EbF0B",
		"0xaE00000000000000000000000000000000000000",
		"0xaa00000000000000000000000000000000000000",
		"0xab00000000000000000000000000000000000000",
	]);
	expect(accounts["0xaE00000000000000000000000000000000000000"]!.address).toBe(`0xae${"0".repeat(38)}`);
});
