import { createEvm, MemoryState, parseAddress } from "@evmore/evm";
import { assemble } from "@evmore/evm/asm";
import { expect, test } from "vitest";
import { program, sender } from "./run-program.js";

// 6 January 2024, block 18,947,893: a contract was created, destructed and created again at the same address within a
// block; what was written to disk was not what had been in memory.
test.each([
	["interpreter", "Paris"],
	["compiler", "Paris"],
	["interpreter", "Cancun"],
	["compiler", "Cancun"],
] as const)("created, destructed and created again, %s, %s", (engine, fork) => {
	// Initcode: SSTORE(0, CALLVALUE + 1), SSTORE(CALLVALUE, 1), then code that destructs: CALLER SELFDESTRUCT.
	const initcode = assemble(
		"CALLVALUE PUSH1 1 ADD PUSH1 0 SSTORE PUSH1 1 CALLVALUE SSTORE PUSH2 0x33ff PUSH1 0 MSTORE PUSH1 2 PUSH1 30 RETURN",
	);
	const hex = Buffer.from(initcode).toString("hex");
	const factory = assemble(`
		PUSH32 0x${hex.padEnd(64, "0")} PUSH1 0 MSTORE
		PUSH1 0 PUSH1 ${initcode.length} PUSH1 0 CALLVALUE CREATE2
		PUSH1 0 MSTORE PUSH1 32 PUSH1 0 RETURN`);
	expect(initcode.length).toBeLessThanOrEqual(32);
	const state = new MemoryState({ [sender]: { balance: 10n ** 18n }, [program]: { code: factory } });
	const evm = createEvm({ fork, state, engine });
	const create = (value: bigint): string => {
		const { status, output } = evm.call({ from: sender, to: program, value, commit: true });
		expect(status).toBe("success");
		return `0x${Buffer.from(output.subarray(12)).toString("hex")}`;
	};
	const contract = parseAddress(create(5n));
	expect(new Map(state.storageOf(contract))).toEqual(new Map([[0n, 6n], [5n, 1n]])); // biome-ignore format: short
	expect(evm.call({ from: program, to: contract, commit: true }).status).toBe("success");
	if (fork === "Paris") {
		expect(state.getAccount(contract)).toBeUndefined();
		expect(create(9n)).toBe(contract);
		expect(new Map(state.storageOf(contract))).toEqual(new Map([[0n, 10n], [9n, 1n]])); // biome-ignore format: short
		expect(state.getAccount(contract)).toMatchObject({ nonce: 1n, balance: 9n });
	} else {
		// EIP-6780: only what was created in the same transaction goes; creating again collides.
		expect(state.getAccount(contract)).toMatchObject({ nonce: 1n, balance: 0n });
		expect(create(9n)).toBe(`0x${"0".repeat(40)}`);
	}
	const rebuilt = new MemoryState();
	for (const address of state.addresses()) {
		const { nonce, balance, codeHash } = state.getAccount(address)!;
		rebuilt.setAccount(address, { nonce, balance, code: state.getCode(codeHash), storage: state.storageOf(address) });
	}
	expect(state.stateRoot()).toBe(rebuilt.stateRoot());
});
