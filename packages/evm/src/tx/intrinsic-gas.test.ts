import { describe, expect, test } from "vitest";
import type { Address } from "../bytes/address.js";
import { resolveSpec } from "../spec/spec.js";
import { intrinsicGas } from "./intrinsic-gas.js";
import type { LegacyTransaction, SetCodeTransaction } from "./transaction.js";

const callee: Address = "0x00000000000000000000000000000000000000aa";
const call: LegacyTransaction = {
	type: 0,
	chainId: undefined,
	nonce: 0n,
	gasPrice: 0n,
	gasLimit: 0n,
	to: callee,
	value: 0n,
	data: Uint8Array.of(0, 1, 2, 0),
	signature: undefined,
};
const authorization = { chainId: 0n, address: callee, nonce: 0n, yParity: 0, r: 0n, s: 0n };
const setCode: SetCodeTransaction = {
	type: 4,
	chainId: 1n,
	nonce: 0n,
	maxFeePerGas: 0n,
	maxPriorityFeePerGas: 0n,
	gasLimit: 0n,
	to: callee,
	value: 0n,
	data: new Uint8Array(0),
	accessList: [
		{ address: callee, storageKeys: [1n, 2n] },
		{ address: callee, storageKeys: [] },
	],
	authorizationList: [authorization, authorization],
	signature: undefined,
};

describe("intrinsicGas", () => {
	test.each([
		["Frontier", 21_000n + 2n * 4n + 2n * 68n],
		["Istanbul", 21_000n + 2n * 4n + 2n * 16n],
	])("data bytes in %s", (fork, intrinsic) => {
		expect(intrinsicGas(call, resolveSpec(fork))).toEqual({ intrinsic, floor: 0n });
	});

	test.each([
		["Frontier", 21_000n + 33n * 4n],
		["Homestead", 53_000n + 33n * 4n],
		["Shanghai", 53_000n + 33n * 4n + 2n * 2n],
	])("creation in %s", (fork, intrinsic) => {
		const tx = { ...call, to: undefined, data: new Uint8Array(33) };
		expect(intrinsicGas(tx, resolveSpec(fork)).intrinsic).toBe(intrinsic);
	});

	test("access lists and authorizations", () => {
		const { intrinsic } = intrinsicGas(setCode, resolveSpec("Prague"));
		expect(intrinsic).toBe(21_000n + 2n * 2400n + 2n * 1900n + 2n * 25_000n);
	});

	test("the floor counts a byte as one token when zero, as four otherwise", () => {
		expect(intrinsicGas(call, resolveSpec("Prague")).floor).toBe(21_000n + 10n * (2n + 2n * 4n));
	});
});
