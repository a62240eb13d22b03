import { createEvm, MemoryState, parseAddress } from "@evmore/evm";
import { assemble } from "@evmore/evm/asm";
import { expect, test } from "vitest";
import { sender } from "./run-program.js";

// CVE-2020-26265: an account that was destructed, then funded by a later transaction of the same block, kept its old
// state. Only fuzzers that run several transactions found it.
const contract = parseAddress("0xde57000000000000000000000000000000000000");
const heir = parseAddress("0x0e00000000000000000000000000000000000000");

test.each(["interpreter", "compiler"] as const)("destructed, then funded, %s", (engine) => {
	const state = new MemoryState({
		[sender]: { balance: 10n ** 18n },
		[contract]: {
			balance: 5n,
			nonce: 3n,
			code: assemble("PUSH20 0x0e00000000000000000000000000000000000000 SELFDESTRUCT"),
			storage: [[1n, 2n]],
		},
	});
	const evm = createEvm({ fork: "London", state, engine });
	expect(evm.call({ from: sender, to: contract, commit: true }).status).toBe("success");
	expect(state.getAccount(contract)).toBeUndefined();
	expect(evm.call({ from: sender, to: contract, value: 7n, commit: true }).status).toBe("success");
	const { nonce, balance, hasStorage } = state.getAccount(contract)!;
	expect({ nonce, balance, hasStorage, heir: state.getAccount(heir)!.balance }).toEqual({
		nonce: 0n,
		balance: 7n,
		hasStorage: false,
		heir: 5n,
	});
	const expected = new MemoryState({
		[sender]: { balance: state.getAccount(sender)!.balance },
		[contract]: { balance: 7n },
		[heir]: { balance: 5n },
	});
	expect(state.stateRoot()).toBe(expected.stateRoot());
});
