import { createEvm, type Hex, InvalidParameterError, MemoryState } from "@evmore/evm";
import { expect, test } from "vitest";

// From JavaScript, what is no bigint came to some arithmetic deep inside, which named nothing; hexadecimal data of a transaction were
// executed as if each digit were a byte.

const to: Hex = "0x00000000000000000000000000000000000000aa";
const transaction = {
	type: 2,
	chainId: 1n,
	nonce: 0n,
	gasLimit: 100_000n,
	to,
	value: 0n,
	data: new Uint8Array(),
	accessList: [],
	maxFeePerGas: 0n,
	maxPriorityFeePerGas: 0n,
	signature: undefined,
} as const;
const sender = to;

test.each<readonly [string, () => unknown, RegExp]>([
	["a call's value", () => createEvm().call({ to, value: 1 as never }), /The value is not a bigint: 1/],
	["a call's gas", () => createEvm().call({ to, gas: 1 as never }), /The gas is not a bigint: 1/],
	["a block's number", () => createEvm({ block: { number: 5 as never } }), /The block's number is not a bigint: 5/],
	["a balance", () => new MemoryState({ [to]: { balance: 5 as never } }), /The balance of 0x.*aa is not a bigint: 5/],
	[
		"data",
		() => createEvm().transact({ ...transaction, data: "0x1234" as never }, { sender }),
		/data is not a Uint8Array/,
	],
	[
		"a chain id",
		() => createEvm().transact({ ...transaction, chainId: 1 as never }, { sender }),
		/chainId is not a bigint: 1/,
	],
])("%s of another type is refused by name", (_, run, message) => {
	expect(run).toThrow(InvalidParameterError);
	expect(run).toThrow(message);
});

test("null stands for no address, as in other libraries", () => {
	const code = "0x60016000526001601ff3";
	expect(createEvm().call({ to: null as never, data: code }).createdAddress).toBeDefined();
});
