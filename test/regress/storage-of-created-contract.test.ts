import { createEvm, hexToBytes, MemoryState, parseAddress } from "@evmore/evm";
import { expect, test } from "vitest";

// The changes of a later call said again that the storage of a contract created before had been wiped: the database lost
// what its constructor had stored. Found when a Uniswap pair forgot its tokens.
test("what a constructor stored is still there after a later transaction has written to the contract", () => {
	const from = parseAddress("0x1000000000000000000000000000000000000001");
	const state = new MemoryState({ [from]: { balance: 10n ** 18n } });
	const evm = createEvm({ state });
	// SSTORE(1, 7), then returns code that does SSTORE(0, 1).
	const initcode = hexToBytes("0x60076001556460016000556000526005601bf3");
	const creation = evm.call({ from, data: initcode, commit: true });
	expect(creation.status).toBe("success");
	const to = creation.createdAddress!;
	expect([...state.storageOf(to)]).toEqual([[1n, 7n]]);
	expect(evm.call({ from, to, commit: true }).status).toBe("success");
	expect(new Map(state.storageOf(to))).toEqual(
		new Map([
			[0n, 1n],
			[1n, 7n],
		]),
	);
});
