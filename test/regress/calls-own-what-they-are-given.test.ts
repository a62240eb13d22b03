import {
	AsynchronousStateError,
	bytesToHex,
	createEvm,
	type Hex,
	MemoryState,
	resolveSpec,
	type StateDatabase,
} from "@evmore/evm";
import { assemble } from "@evmore/evm/asm";
import { keccak256 } from "@evmore/evm/crypto";
import { FrameKind } from "@evmore/evm/engine";
import { Machine, runMessage, runSync } from "@evmore/evm/evm";
import { expect, test } from "vitest";

const to: Hex = "0x00000000000000000000000000000000000000aa";

const asynchronous: StateDatabase = {
	getAccount: async () => undefined,
	getCode: async () => new Uint8Array(),
	getStorage: async () => 0n,
};

// Only `data` was copied: what the caller did to code and access list while a call waited changed the call.
test("an asynchronous call does not see what its caller does to code and access list meanwhile", async () => {
	const code = assemble("PUSH0 SLOAD POP PUSH 42 PUSH0 MSTORE PUSH 32 PUSH0 RETURN");
	const storageKeys = [0n];
	const call = createEvm({ state: asynchronous }).callAsync({ to, code, accessList: [{ address: to, storageKeys }] });
	code.fill(0xfe);
	storageKeys.pop();
	const { status, gasUsed, output } = await call;
	expect([status, output.at(-1)]).toEqual(["success", 42]);
	// A warm SLOAD costs 100, a cold one 2100.
	expect(gasUsed).toBeLessThan(200n);
});

// Outputs of 65 to 2048 bytes share a buffer. With that gone to a worker, all calls with such an output threw.
test("an output may be transferred to a worker", () => {
	const evm = createEvm();
	const code = assemble("PUSH 100 PUSH0 RETURN");
	const { output } = evm.call({ to, code });
	structuredClone(output, { transfer: [output.buffer as ArrayBuffer] });
	expect(evm.call({ to, code }).output).toHaveLength(100);
	expect(evm.call({ to, code }).output).toHaveLength(100);
});

// Compiled code was known, to all Evms of the process, by the hash that a state tells.
test("a state that lies about the hash of a code does not decide what others run", () => {
	const honest = assemble("PUSH 42 PUSH0 MSTORE PUSH 32 PUSH0 RETURN");
	const lie = honest.slice();
	lie[1] = 0x66;
	const codeHash = bytesToHex(keccak256(honest));
	const account = { nonce: 1n, balance: 0n, codeHash, hasStorage: false };
	const lying: StateDatabase = {
		getAccount: (address) => (address === to ? account : undefined),
		getCode: () => lie,
		getStorage: () => 0n,
	};
	expect(createEvm({ engine: "compiler", state: lying }).call({ to }).output.at(-1)).toBe(0x66);
	const state = new MemoryState({ [to]: { code: honest } });
	expect(createEvm({ engine: "compiler", state }).call({ to }).output.at(-1)).toBe(42);
});

// Code that a creation ran stayed in the kernel's memory when the creation was not gone on with.
test("the code of a creation that was broken off is let go", () => {
	const machine = new Machine(resolveSpec("Osaka"), asynchronous, "interpreter");
	const input = new Uint8Array(49_000);
	input.set(assemble("PUSH 0xbb BALANCE"));
	const message = { kind: FrameKind.create, caller: to, to, value: 0n, isStatic: false, gas: 100_000n, input };
	const breakOff = (): void => {
		machine.kernel.functions.beginTransaction();
		expect(() => runSync(runMessage(machine, message))).toThrow(AsynchronousStateError);
	};
	breakOff();
	const before = machine.kernel.functions.heapSize();
	for (let i = 0; i < 20; i++) breakOff();
	expect(machine.kernel.functions.heapSize()).toBe(before);
});

test.each([
	["a gas price", { gasPrice: -1n }],
	["a storage key", { accessList: [{ address: to, storageKeys: [1n << 256n] }] }],
])("%s out of range is refused, not cut off", (_, parameters) => {
	expect(() => createEvm().call({ to, ...parameters })).toThrow(/is not from 0 to 2\^256 - 1/);
});
