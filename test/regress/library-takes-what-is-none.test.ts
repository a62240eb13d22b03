import {
	createEvm,
	EvmBusyError,
	InvalidParameterError,
	MemoryState,
	parseAddress,
	type StateDatabase,
} from "@evmore/evm";
import { assemble } from "@evmore/evm/asm";
import { parseGenesis } from "@evmore/evm/block";
import { IntegerOutOfRangeError, InvalidAddressError } from "@evmore/evm/bytes";
import { describe, expect, test } from "vitest";

const to = parseAddress(`0x${"c0".repeat(20)}`);
const from = parseAddress(`0x${"aa".repeat(20)}`);

// They were taken modulo 2^256, or cut.
describe("values that are none are refused", () => {
	test.each([2n ** 256n + 3n, -1n])("a value of %d", (value) => {
		const state = new MemoryState({ [from]: { balance: 9n } });
		expect(() => createEvm({ state }).call({ from, to, value, commit: true })).toThrow(IntegerOutOfRangeError);
		expect(() => createEvm({ state }).call({ from, value, commit: true })).toThrow(IntegerOutOfRangeError);
		expect(state.getAccount(from)?.balance).toBe(9n);
	});

	test.each(["0x1", "0x12", `0x${"11".repeat(21)}`, "", `0x${"zz".repeat(20)}`])("an address %j", (address) => {
		const evm = createEvm();
		expect(() => evm.call({ to: address as typeof to })).toThrow(InvalidAddressError);
		expect(() => evm.call({ from: address as typeof to, to })).toThrow(InvalidAddressError);
		expect(evm.call({ to, code: "0x00" }).status).toBe("success");
	});

	test("a chain id and a block", () => {
		expect(() => createEvm({ chainId: -1 })).toThrow(IntegerOutOfRangeError);
		expect(() => createEvm({ chainId: 2n ** 256n })).toThrow(IntegerOutOfRangeError);
		expect(() => createEvm({ block: { number: -1n } })).toThrow(IntegerOutOfRangeError);
		const evm = createEvm({ block: { number: 7n } });
		expect(() => evm.setBlock({ timestamp: 2n ** 256n })).toThrow(IntegerOutOfRangeError);
		expect(() => evm.setBlock({ number: 5 as never })).toThrow(InvalidParameterError);
		expect(evm.block).toMatchObject({ number: 7n, timestamp: 0n });
	});
});

// NUMBER answered 1, and in the same call 2.
test("another block is not entered in the middle of a call", async () => {
	let open = (): void => {};
	const gate = new Promise<void>((resolve) => {
		open = resolve;
	});
	const state: StateDatabase = {
		getAccount: () => undefined,
		getCode: () => new Uint8Array(0),
		getStorage: () => gate.then(() => 0n),
	};
	const evm = createEvm({ state, block: { number: 1n } });
	const data = Uint8Array.of(5);
	const code = assemble("PUSH0 SLOAD NUMBER PUSH0 MSTORE PUSH0 CALLDATALOAD PUSH 32 MSTORE PUSH 64 PUSH0 RETURN");
	const running = evm.callAsync({ to, code, data });
	expect(() => evm.setBlock({ number: 2n })).toThrow(EvmBusyError);
	// The input is what it was when the call began.
	data[0] = 6;
	open();
	const { output } = await running;
	expect([output[31], output[32]]).toEqual([1, 5]);
	evm.setBlock({ number: 2n });
	expect(evm.block.number).toBe(2n);
});

test("MemoryState takes code as hex, and finds accounts by addresses with a checksum", () => {
	const checksum = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
	const state = new MemoryState({ [checksum]: { code: "0x602a5f5260205ff3", storage: [[1n, 2n]] } });
	expect(state.getAccount(checksum)).toMatchObject({ hasStorage: true });
	expect(state.getStorage(checksum, 1n)).toBe(2n);
	expect(state.storageOf(checksum).size).toBe(1);
	expect(createEvm({ state }).call({ to: checksum }).output[31]).toBe(42);
});

// "10" was ten.
test("words of storage in a genesis are hexadecimal, with 0x or without", () => {
	const alloc = { [to]: { balance: "0x1", storage: { "10": "20", "0x0a": "0x0b", "0c": "0d" } } };
	const { accounts } = parseGenesis({ difficulty: "0x1", gasLimit: "0x1", alloc });
	expect([...accounts[0]!.storage]).toEqual([
		[0x10n, 0x20n],
		[0xan, 0xbn],
		[0xcn, 0xdn],
	]);
});
