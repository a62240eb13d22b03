import { createEvm, MemoryState, parseAddress } from "@evmore/evm";
import { assemble } from "@evmore/evm/asm";
import { expect, test } from "vitest";
import { program, sender } from "./run-program.js";

// 24 November 2016, block 2,675,119: an empty account that is touched is deleted (EIP-161), and a touch is taken back with
// the frame that made it. One client forgot to for the account of RIPEMD-160, whose call had run out of gas; the chain
// followed it: this account's touch is never taken back.
const ripemd = parseAddress("0x0000000000000000000000000000000000000003");
const other = parseAddress("0x00000000000000000000000000000000000000e0");

function touchAndFail(target: string): string {
	return `
		PUSH1 0 PUSH1 0 PUSH1 0 PUSH1 0 PUSH1 0 PUSH2 ${target} PUSH3 100000 CALL
		INVALID`;
}

test.each(["SpuriousDragon", "Byzantium"])("the touch of an empty account in a frame that fails, %s", (fork) => {
	for (const engine of ["interpreter", "compiler"] as const) {
		const state = new MemoryState({
			[sender]: { balance: 10n ** 18n },
			[ripemd]: {},
			[other]: {},
			"0x00000000000000000000000000000000000000b1": { code: assemble(touchAndFail("0x03")) },
			"0x00000000000000000000000000000000000000b2": { code: assemble(touchAndFail("0xe0")) },
			[program]: {
				code: assemble(`
					PUSH1 0 PUSH1 0 PUSH1 0 PUSH1 0 PUSH1 0 PUSH1 0xb1 PUSH3 200000 CALL
					PUSH1 0 PUSH1 0 PUSH1 0 PUSH1 0 PUSH1 0 PUSH1 0xb2 PUSH3 200000 CALL
					STOP`),
			},
		});
		const evm = createEvm({ fork, state, engine, block: { gasLimit: 10_000_000n } });
		const result = evm.transact(
			{
				type: 0,
				chainId: undefined,
				nonce: 0n,
				gasPrice: 1n,
				gasLimit: 1_000_000n,
				to: program,
				value: 0n,
				data: new Uint8Array(),
				signature: undefined,
			},
			{ sender },
		);
		expect(result.status).toBe("success");
		expect(state.getAccount(ripemd), "touched for good").toBeUndefined();
		expect(state.getAccount(other), "its touch was taken back").toBeDefined();
	}
});
