import { checksumAddress } from "@evmore/evm/crypto";
import { resolveSpec } from "@evmore/evm/spec";
import { InvalidTransactionError, type Transaction, type TransactionExceptionName } from "@evmore/evm/tx";
import { describe, expect, test } from "vitest";
import { describeDecodeError } from "./decode-error.js";
import { formatGoJson, toQuantity, toWord } from "./go-json.js";
import { describeRejection } from "./rejection.js";

test("JSON as Go writes it", () => {
	expect(formatGoJson({ a: "<b> & c\u2028" })).toBe('{"a":"\\u003cb\\u003e \\u0026 c\\u2028"}');
	expect(formatGoJson({ a: [], b: {}, c: [1] }, 1)).toBe('{\n "a": [],\n "b": {},\n "c": [\n  1\n ]\n}');
	expect([toQuantity(0n), toQuantity(255)]).toEqual(["0x0", "0xff"]);
	expect(toWord(5n)).toBe(`0x${"5".padStart(64, "0")}`);
});

// The examples of EIP-55.
test.each([
	"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
	"0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
	"0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
	"0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
])("the checksum of %s", (address) => {
	expect(checksumAddress(address.toLowerCase() as `0x${string}`)).toBe(address);
});

test.each<[TransactionExceptionName, number, string]>([
	[
		"TYPE_3_TX_CONTRACT_CREATION",
		3,
		"too short for common.Address, decoding into (types.Transaction)(types.BlobTx).To",
	],
	["TYPE_4_TX_CONTRACT_CREATION", 4, "common.Address, decoding into (types.Transaction)(types.SetCodeTx).To"],
	["ADDRESS_TOO_LONG", 0xf8, "too long for common.Address, decoding into (types.Transaction)(types.LegacyTx).To"],
	["RLP_TOO_FEW_ELEMENTS", 2, "rlp: too few elements for types.DynamicFeeTx"],
	["RLP_TOO_MANY_ELEMENTS", 1, "rlp: input list has too many elements for types.AccessListTx"],
	[
		"NONCE_OVERFLOW",
		0xf8,
		"rlp: input string too long for uint64, decoding into (types.Transaction)(types.LegacyTx).Nonce",
	],
	["GASLIMIT_OVERFLOW", 2, "uint64, decoding into (types.Transaction)(types.DynamicFeeTx).Gas"],
	["TYPE_NOT_SUPPORTED", 9, "transaction type not supported"],
	["TYPE_3_TX_WITH_FULL_BLOBS", 3, "unexpected blob sidecar in transaction"],
	["RLP_LEADING_ZEROS_NONCE", 0xf8, "rlp: RLP_LEADING_ZEROS_NONCE, decoding into"],
])("bytes that are no transaction: %s", (name, firstByte, text) => {
	const error = new InvalidTransactionError(`TransactionException.${name}`);
	expect(describeDecodeError(error, firstByte)).toContain(text);
});

const sender = "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed";
const who = "address 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
const tx: Transaction = {
	type: 3,
	chainId: 1n,
	nonce: 5n,
	gasLimit: 20_000n,
	to: undefined,
	value: 3n,
	data: new Uint8Array(50_000),
	accessList: [],
	maxFeePerGas: 2n,
	maxPriorityFeePerGas: 4n,
	maxFeePerBlobGas: 1n,
	blobVersionedHashes: [`0x01${"00".repeat(31)}`, `0x02${"00".repeat(31)}`],
	signature: undefined,
};
const context = {
	spec: resolveSpec("Osaka"),
	baseFee: 7n,
	blobBaseFee: 9n,
	blobGasUsed: 131_072n,
	sender,
	account: { nonce: 6n, balance: 1n, code: new Uint8Array(24) },
} as const;

describe("rejections in go-ethereum's words", () => {
	test.each<[TransactionExceptionName, string]>([
		["NONCE_MISMATCH_TOO_LOW", `nonce too low: ${who}, tx: 5 state: 6`],
		["NONCE_MISMATCH_TOO_HIGH", `nonce too high: ${who}, tx: 5 state: 6`],
		["NONCE_IS_MAX", `nonce has max value: ${who}, nonce: 6`],
		["SENDER_NOT_EOA", `sender not an eoa: ${who}, len(code): 24`],
		["INSUFFICIENT_ACCOUNT_FUNDS", `insufficient funds for gas * price + value: ${who} have 1 want 302147`],
		[
			"PRIORITY_GREATER_THAN_MAX_FEE_PER_GAS",
			`max priority fee per gas higher than max fee per gas: ${who}, maxPriorityFeePerGas: 4, maxFeePerGas: 2`,
		],
		["INSUFFICIENT_MAX_FEE_PER_GAS", `max fee per gas less than block base fee: ${who}, maxFeePerGas: 2, baseFee: 7`],
		["GASPRICE_OVERFLOW", `max fee per gas higher than 2^256-1: ${who}, maxFeePerGas bit length: 2`],
		["PRIORITY_OVERFLOW", `max priority fee per gas higher than 2^256-1: ${who}, maxPriorityFeePerGas bit length: 3`],
		["GAS_ALLOWANCE_EXCEEDED", "gas limit reached"],
		["GAS_LIMIT_EXCEEDS_MAXIMUM", "transaction gas limit too high (cap: 16777216, tx: 20000)"],
		["INTRINSIC_GAS_TOO_LOW", "intrinsic gas too low: have 20000, want 256126"],
		["INTRINSIC_GAS_BELOW_FLOOR_GAS_COST", "insufficient gas for floor data gas cost: have 20000, want 521000"],
		["INITCODE_SIZE_EXCEEDED", "max initcode size exceeded: code size 50000 limit 49152"],
		["TYPE_3_TX_ZERO_BLOBS", "blob transaction missing blob hashes"],
		["TYPE_3_TX_CONTRACT_CREATION", "blob transaction of type create"],
		["TYPE_3_TX_BLOB_COUNT_EXCEEDED", "blob transaction has too many blobs (max 6, tx: 2)"],
		["TYPE_3_TX_MAX_BLOB_GAS_ALLOWANCE_EXCEEDED", "blob gas (393216) would exceed maximum allowance 1179648"],
		["TYPE_3_TX_INVALID_BLOB_VERSIONED_HASH", "blob 1 has invalid hash version"],
		[
			"INSUFFICIENT_MAX_FEE_PER_BLOB_GAS",
			`max fee per blob gas less than block blob gas fee: ${who} blobGasFeeCap: 1, blobBaseFee: 9`,
		],
		["TYPE_4_EMPTY_AUTHORIZATION_LIST", "EIP-7702 transaction with empty auth list (sender 0x5aAeb605"],
		["TYPE_4_TX_CONTRACT_CREATION", "EIP-7702 transaction cannot be used to create contract (sender 0x5aAeb605"],
		["TYPE_3_TX_WITH_FULL_BLOBS", "TransactionException.TYPE_3_TX_WITH_FULL_BLOBS"],
	])("%s", (name, text) => {
		expect(describeRejection(tx, context, `TransactionException.${name}`)).toContain(text);
	});

	test("costs that no account can have", () => {
		const wide = { ...tx, value: 2n ** 256n };
		expect(describeRejection(wide, context, "TransactionException.VALUE_OVERFLOW")).toBe(
			`insufficient funds for gas * price + value: ${who} required balance exceeds 256 bits`,
		);
	});

	test("before there was a limit of a transaction's own", () => {
		const early = { ...context, spec: resolveSpec("Cancun") };
		expect(describeRejection(tx, early, "TransactionException.TYPE_3_TX_BLOB_COUNT_EXCEEDED")).toBe(
			"blob gas (393216) would exceed maximum allowance 786432",
		);
	});
});
