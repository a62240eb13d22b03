import { createEvm, MemoryState, parseAddress } from "@evmore/evm";
import { assemble } from "@evmore/evm/asm";
import { keccak256 } from "@evmore/evm/crypto";
import { expect, test } from "vitest";
import { program, sender } from "./run-program.js";

// August 2026: CREATE2 at an address that had a balance, then SELFDESTRUCT in the same transaction: the state root was
// right, what was written to the database was not.
const heir = parseAddress("0x0e00000000000000000000000000000000000000");

test.each([
	["interpreter", "London"],
	["compiler", "London"],
	["interpreter", "Osaka"],
	["compiler", "Osaka"],
] as const)("prefunded, created and destructed in one transaction, %s, %s", (engine, fork) => {
	const initcode = assemble(`PUSH1 7 PUSH1 1 SSTORE PUSH20 ${heir} SELFDESTRUCT`);
	const factory = assemble(`
		PUSH32 0x${Buffer.from(initcode).toString("hex").padEnd(64, "0")} PUSH1 0 MSTORE
		PUSH1 0 PUSH1 ${initcode.length} PUSH1 0 PUSH1 0 CREATE2
		PUSH1 0 MSTORE PUSH1 32 PUSH1 0 RETURN`);
	const preimage = Buffer.concat([
		Buffer.from([0xff]),
		Buffer.from(program.slice(2), "hex"),
		Buffer.alloc(32),
		Buffer.from(keccak256(initcode)),
	]);
	const contract = parseAddress(`0x${Buffer.from(keccak256(preimage).subarray(12)).toString("hex")}`);
	const state = new MemoryState({
		[sender]: { balance: 10n ** 18n },
		[program]: { code: factory, nonce: 1n },
		[contract]: { balance: 11n },
	});
	const evm = createEvm({ fork, state, engine });
	const result = evm.call({ from: sender, to: program, commit: true });
	expect(result.status).toBe("success");
	expect(`0x${Buffer.from(result.output.subarray(12)).toString("hex")}`).toBe(contract);
	expect(state.getAccount(contract)).toBeUndefined();
	const expected = new MemoryState({
		[sender]: { balance: 10n ** 18n },
		[program]: { code: factory, nonce: 2n },
		[heir]: { balance: 11n },
	});
	expect(state.stateRoot()).toBe(expected.stateRoot());
	// And a second time, from what was written.
	expect(evm.call({ from: sender, to: program, commit: true }).status).toBe("success");
	expect([...state.storageOf(contract)]).toEqual([]);
});
