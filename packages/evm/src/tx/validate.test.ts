import { describe, expect, test } from "vitest";
import type { Address, Hash } from "../bytes/address.js";
import { resolveSpec } from "../spec/spec.js";
import { effectiveGasPrice, maxCost } from "./fees.js";
import type { BlobTransaction, FeeMarketTransaction, LegacyTransaction, SetCodeTransaction } from "./transaction.js";
import type { TransactionExceptionName } from "./transaction-exception.js";
import { matchesException } from "./transaction-exception.js";
import { type TransactionContext, validateSender, validateTransaction } from "./validate.js";

const callee: Address = "0x00000000000000000000000000000000000000aa";
const blobHash: Hash = `0x01${"00".repeat(31)}`;
const common = {
	nonce: 5n,
	gasLimit: 100_000n,
	to: callee,
	value: 1n,
	data: new Uint8Array(0),
	chainId: 1n,
	signature: undefined,
};
const legacy: LegacyTransaction = { ...common, type: 0, gasPrice: 10n };
const feeMarket: FeeMarketTransaction = {
	...common,
	type: 2,
	accessList: [],
	maxFeePerGas: 20n,
	maxPriorityFeePerGas: 2n,
};
const blob: BlobTransaction = { ...feeMarket, type: 3, maxFeePerBlobGas: 3n, blobVersionedHashes: [blobHash] };
const setCode: SetCodeTransaction = {
	...feeMarket,
	type: 4,
	authorizationList: [{ chainId: 0n, address: callee, nonce: 0n, yParity: 0, r: 0n, s: 0n }],
};
const context: TransactionContext = { chainId: 1n, baseFee: 7n, blobBaseFee: 2n, gasAvailable: 30_000_000n };
const blobs = (count: number): Hash[] => new Array<Hash>(count).fill(blobHash);

describe("validateTransaction", () => {
	test("accepts good ones", () => {
		for (const tx of [legacy, feeMarket, blob, setCode]) {
			expect(validateTransaction(tx, resolveSpec("Osaka"), context)).toBeUndefined();
		}
		expect(validateTransaction({ ...legacy, chainId: undefined }, resolveSpec("Frontier"), context)).toBeUndefined();
	});

	const refusals = [
		["TYPE_2_TX_PRE_FORK", "Berlin", feeMarket],
		["TYPE_3_TX_PRE_FORK", "Shanghai", blob],
		["TYPE_4_TX_PRE_FORK", "Cancun", setCode],
		["NONCE_OVERFLOW", "Osaka", { ...legacy, nonce: 2n ** 64n }],
		["GASLIMIT_OVERFLOW", "Osaka", { ...legacy, gasLimit: 2n ** 64n }],
		["VALUE_OVERFLOW", "Osaka", { ...legacy, value: -1n }],
		["VALUE_OVERFLOW", "Osaka", { ...legacy, value: 2n ** 256n }],
		["GASPRICE_OVERFLOW", "Osaka", { ...legacy, gasPrice: 2n ** 256n }],
		["PRIORITY_OVERFLOW", "Osaka", { ...feeMarket, maxPriorityFeePerGas: 2n ** 256n }],
		["INTRINSIC_GAS_TOO_LOW", "Osaka", { ...legacy, gasLimit: 20_999n }],
		["INTRINSIC_GAS_BELOW_FLOOR_GAS_COST", "Osaka", { ...legacy, gasLimit: 25_999n, data: new Uint8Array(500) }],
		["NONCE_IS_MAX", "Osaka", { ...legacy, nonce: 2n ** 64n - 1n }],
		[
			"INITCODE_SIZE_EXCEEDED",
			"Shanghai",
			{ ...legacy, to: undefined, gasLimit: 10_000_000n, data: new Uint8Array(49_153) },
		],
		["GAS_LIMIT_EXCEEDS_MAXIMUM", "Osaka", { ...legacy, gasLimit: 16_777_217n }],
		["GAS_ALLOWANCE_EXCEEDED", "Prague", { ...legacy, gasLimit: 30_000_001n }],
		["INVALID_CHAINID", "Osaka", { ...legacy, chainId: 2n }],
		["PRIORITY_GREATER_THAN_MAX_FEE_PER_GAS", "Osaka", { ...feeMarket, maxPriorityFeePerGas: 21n }],
		["INSUFFICIENT_MAX_FEE_PER_GAS", "Osaka", { ...feeMarket, maxFeePerGas: 6n }],
		["INSUFFICIENT_MAX_FEE_PER_GAS", "London", { ...legacy, gasPrice: 6n }],
		["GASLIMIT_PRICE_PRODUCT_OVERFLOW", "Osaka", { ...legacy, gasPrice: 2n ** 255n }],
		["TYPE_3_TX_ZERO_BLOBS", "Cancun", { ...blob, blobVersionedHashes: [] }],
		["TYPE_3_TX_BLOB_COUNT_EXCEEDED", "Cancun", { ...blob, blobVersionedHashes: blobs(7) }],
		["TYPE_3_TX_BLOB_COUNT_EXCEEDED", "Osaka", { ...blob, blobVersionedHashes: blobs(7) }],
		["TYPE_3_TX_MAX_BLOB_GAS_ALLOWANCE_EXCEEDED", "Osaka", { ...blob, blobVersionedHashes: blobs(10) }],
		["TYPE_3_TX_INVALID_BLOB_VERSIONED_HASH", "Osaka", { ...blob, blobVersionedHashes: [`0x02${"00".repeat(31)}`] }],
		["INSUFFICIENT_MAX_FEE_PER_BLOB_GAS", "Osaka", { ...blob, maxFeePerBlobGas: 1n }],
		["TYPE_3_TX_CONTRACT_CREATION", "Osaka", { ...blob, to: undefined }],
		["TYPE_4_TX_CONTRACT_CREATION", "Osaka", { ...setCode, to: undefined }],
		["TYPE_4_EMPTY_AUTHORIZATION_LIST", "Osaka", { ...setCode, authorizationList: [] }],
	] as const satisfies readonly (readonly [TransactionExceptionName, string, unknown])[];

	test.each(refusals)("refuses with %s in %s", (name, fork, tx) => {
		expect(validateTransaction(tx, resolveSpec(fork), context)).toBe(`TransactionException.${name}`);
	});

	test("a block with blobs in it has room for fewer", () => {
		const full = { ...context, blobGasAvailable: 0n };
		expect(validateTransaction(blob, resolveSpec("Cancun"), full)).toBe(
			"TransactionException.TYPE_3_TX_MAX_BLOB_GAS_ALLOWANCE_EXCEEDED",
		);
	});
});

describe("validateSender", () => {
	const account = { nonce: 5n, balance: 10n ** 18n, code: new Uint8Array(0) };
	const delegation = new Uint8Array(23);
	delegation.set([0xef, 0x01, 0x00]);

	test.each([
		[undefined, {}],
		["NONCE_MISMATCH_TOO_LOW", { nonce: 6n }],
		["NONCE_MISMATCH_TOO_HIGH", { nonce: 4n }],
		["INSUFFICIENT_ACCOUNT_FUNDS", { balance: 2_000_000n }],
		[undefined, { balance: 2_000_001n }],
		["SENDER_NOT_EOA", { code: Uint8Array.of(0) }],
		[undefined, { code: delegation }],
	])("answers %s", (name, change) => {
		const expected = name === undefined ? undefined : `TransactionException.${name}`;
		expect(validateSender(feeMarket, resolveSpec("Prague"), { ...account, ...change })).toBe(expected);
	});

	test("delegations are code where the rules have none", () => {
		expect(validateSender(feeMarket, resolveSpec("Cancun"), { ...account, code: delegation })).toBe(
			"TransactionException.SENDER_NOT_EOA",
		);
	});
});

describe("leniency", () => {
	const osaka = resolveSpec("Osaka");
	const check = (tx: Parameters<typeof validateTransaction>[0], leniency: TransactionContext["leniency"]) =>
		validateTransaction(tx, osaka, { ...context, leniency });

	test("lets pass what is named, and nothing else", () => {
		expect(check({ ...legacy, nonce: 2n ** 64n - 1n }, { anyNonce: true })).toBeUndefined();
		expect(check({ ...legacy, gasLimit: 20_000_000n }, { anyGasLimit: true })).toBeUndefined();
		expect(check({ ...legacy, gasLimit: 20_000_000n }, { anyNonce: true })).toBe(
			"TransactionException.GAS_LIMIT_EXCEEDS_MAXIMUM",
		);
		expect(check({ ...legacy, gasPrice: 0n }, { anyFee: true })).toBeUndefined();
		expect(check({ ...legacy, gasPrice: 1n }, { anyFee: true })).toBe(
			"TransactionException.INSUFFICIENT_MAX_FEE_PER_GAS",
		);
		expect(check({ ...blob, maxFeePerBlobGas: 0n }, { anyFee: true })).toBeUndefined();
		expect(check({ ...blob, maxFeePerBlobGas: 1n }, { anyFee: true })).toBe(
			"TransactionException.INSUFFICIENT_MAX_FEE_PER_BLOB_GAS",
		);
	});

	test("of the sender", () => {
		const account = { nonce: 7n, balance: 2n ** 100n, code: Uint8Array.of(0) };
		expect(validateSender(legacy, osaka, account, { anyNonce: true, anySender: true })).toBeUndefined();
		expect(validateSender(legacy, osaka, account, { anySender: true })).toBe(
			"TransactionException.NONCE_MISMATCH_TOO_LOW",
		);
		expect(validateSender(legacy, osaka, { ...account, balance: 0n }, { anyNonce: true, anySender: true })).toBe(
			"TransactionException.INSUFFICIENT_ACCOUNT_FUNDS",
		);
	});
});

describe("fees", () => {
	test("the price is the base fee and a tip, at most the maximum", () => {
		expect(effectiveGasPrice(legacy, 7n)).toBe(10n);
		expect(effectiveGasPrice(feeMarket, 7n)).toBe(9n);
		expect(effectiveGasPrice(feeMarket, 19n)).toBe(20n);
	});

	test("blobs are paid besides", () => {
		expect(maxCost(feeMarket, resolveSpec("Cancun"))).toBe(2_000_001n);
		expect(maxCost(blob, resolveSpec("Cancun"))).toBe(2_000_001n + 3n * 131_072n);
	});
});

describe("matchesException", () => {
	test("knows alternatives and other names of the same fault", () => {
		const actual = "TransactionException.NONCE_IS_MAX";
		expect(matchesException("TransactionException.NONCE_IS_MAX", actual)).toBe(true);
		expect(matchesException("TransactionException.INVALID_CHAINID|TransactionException.NONCE_IS_MAX", actual)).toBe(
			true,
		);
		expect(matchesException("TransactionException.NONCE_TOO_BIG", actual)).toBe(true);
		expect(matchesException("TransactionException.INVALID_CHAINID", actual)).toBe(false);
	});
});
