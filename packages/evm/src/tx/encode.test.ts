import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Address, Hash } from "../bytes/address.js";
import { bytesToHex, hexToBytes } from "../bytes/hex.js";
import { privateKeyToAddress } from "../crypto/secp256k1.js";
import { resolveSpec } from "../spec/spec.js";
import { decodeTransaction, tryDecodeTransaction } from "./decode.js";
import { encodeTransaction, hashTransaction, signingHash } from "./encode.js";
import { recoverSender } from "./sender.js";
import { signTransaction } from "./sign.js";
import type { LegacyTransaction, Transaction } from "./transaction.js";
import { UnsignedTransactionError } from "./unsigned-transaction-error.js";

const uint64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const uint256 = fc.bigInt({ min: 0n, max: 2n ** 256n - 1n });
const fixedHex = (sizeBytes: number) =>
	fc.uint8Array({ minLength: sizeBytes, maxLength: sizeBytes }).map((bytes) => bytesToHex(bytes));
const address: fc.Arbitrary<Address> = fixedHex(20);

const fields = {
	nonce: uint64,
	gasLimit: uint64,
	value: uint256,
	data: fc.uint8Array({ maxLength: 100 }),
	signature: fc.record({ r: uint256, s: uint256, v: fc.bigInt({ min: 0n, max: 1n }) }),
};
const to = fc.option(address, { nil: undefined });
const typed = {
	...fields,
	chainId: uint256,
	accessList: fc.array(fc.record({ address, storageKeys: fc.array(uint256, { maxLength: 3 }) }), { maxLength: 3 }),
};
const feeMarket = { ...typed, maxFeePerGas: uint256, maxPriorityFeePerGas: uint256 };
const authorization = fc.record({
	chainId: uint256,
	address,
	nonce: uint64,
	yParity: fc.integer({ min: 0, max: 255 }),
	r: uint256,
	s: uint256,
});

const legacy: fc.Arbitrary<Transaction> = fc
	.record({ ...fields, type: fc.constant<0>(0), to, gasPrice: uint256, chainId: fc.option(uint64, { nil: undefined }) })
	.map((tx) => {
		const v = tx.signature.v + (tx.chainId === undefined ? 27n : 35n + 2n * tx.chainId);
		return { ...tx, signature: { ...tx.signature, v } };
	});

const transaction: fc.Arbitrary<Transaction> = fc.oneof(
	legacy,
	fc.record({ ...typed, type: fc.constant<1>(1), to, gasPrice: uint256 }),
	fc.record({ ...feeMarket, type: fc.constant<2>(2), to }),
	fc.record({
		...feeMarket,
		type: fc.constant<3>(3),
		to: address,
		maxFeePerBlobGas: uint256,
		blobVersionedHashes: fc.array(fixedHex(32) as fc.Arbitrary<Hash>, { maxLength: 3 }),
	}),
	fc.record({
		...feeMarket,
		type: fc.constant<4>(4),
		to: address,
		authorizationList: fc.array(authorization, { maxLength: 3 }),
	}),
);

/** The example of EIP-155. */
const example: LegacyTransaction = {
	type: 0,
	chainId: 1n,
	nonce: 9n,
	gasPrice: 20n * 10n ** 9n,
	gasLimit: 21_000n,
	to: "0x3535353535353535353535353535353535353535",
	value: 10n ** 18n,
	data: new Uint8Array(0),
	signature: undefined,
};
const exampleKey = new Uint8Array(32).fill(0x46);

describe("encodeTransaction and decodeTransaction", () => {
	test("are each other's inverse", () => {
		fc.assert(
			fc.property(transaction, (tx) => {
				expect(decodeTransaction(encodeTransaction(tx))).toEqual(tx);
			}),
			{ numRuns: 300 },
		);
	});

	test("what decodes is canonical, what does not is refused by name", () => {
		fc.assert(
			fc.property(transaction, fc.nat(), fc.nat(255), (tx, at, byte) => {
				const bytes = encodeTransaction(tx);
				bytes[at % bytes.length] = byte;
				const { transaction: decoded, error } = tryDecodeTransaction(bytes);
				if (decoded === undefined) expect(error.exception).toMatch(/^TransactionException\.[A-Z0-9_]+$/);
				else expect(encodeTransaction(decoded)).toEqual(bytes);
			}),
			{ numRuns: 1000 },
		);
	});

	test("any bytes are decoded or refused by name", () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
				const { transaction: decoded } = tryDecodeTransaction(bytes);
				if (decoded !== undefined) expect(encodeTransaction(decoded)).toEqual(bytes);
			}),
			{ numRuns: 1000 },
		);
	});

	test("an unsigned transaction has no bytes", () => {
		expect(() => encodeTransaction(example)).toThrow(UnsignedTransactionError);
	});
});

describe("signTransaction", () => {
	test("gives the bytes of EIP-155's example", () => {
		expect(bytesToHex(signingHash(example))).toBe("0xdaf5a779ae972f972197303d7b574746c7ef83eadac0f2791ad23db92e4c8e53");
		const signed = signTransaction(example, exampleKey);
		expect(signed.signature?.v).toBe(37n);
		expect(bytesToHex(encodeTransaction(signed))).toBe(
			"0xf86c098504a817c800825208943535353535353535353535353535353535353535880de0b6b3a76400008025a028ef61340bd939bc2195fe537567866003e1a15d3c71ff63e1590620aa636276a067cbe9d8997f761aecb703304b3800ccf555c9f3dc64214b297fb1966a3b6d83",
		);
		expect(hashTransaction(signed)).toHaveLength(66);
	});

	test("its signer is recovered, for every type", () => {
		const spec = resolveSpec("Prague");
		const sender = privateKeyToAddress(exampleKey);
		fc.assert(
			fc.property(transaction, (tx) => {
				expect(recoverSender(signTransaction(tx, exampleKey), spec)).toBe(sender);
			}),
			{ numRuns: 20 },
		);
	});
});

describe("decodeTransaction", () => {
	test.each([
		["", "RLP_ERROR_EOF"],
		["0xb8", "RLP_ERROR_EOF"],
		["0x80", "TYPE_NOT_SUPPORTED"],
		["0x00c0", "TYPE_NOT_SUPPORTED"],
		["0x05c0", "TYPE_NOT_SUPPORTED"],
		["0x7f", "TYPE_NOT_SUPPORTED"],
		["0x02", "RLP_ERROR_EOF"],
		["0xc0", "RLP_TOO_FEW_ELEMENTS"],
		["0x0280", "RLP_INVALID_HEADER"],
		["0xc1", "RLP_ERROR_SIZE"],
		["0x03c4c0c0c0c0", "TYPE_3_TX_WITH_FULL_BLOBS"],
		["0xf800", "RLP_ERROR_SIZE_LEADING_ZEROS"],
	])("refuses %s", (hex, name) => {
		const bytes = hex === "" ? new Uint8Array(0) : hexToBytes(hex);
		expect(tryDecodeTransaction(bytes).error?.exception).toBe(`TransactionException.${name}`);
	});

	test("knows only the types of the rules it is given", () => {
		const tx: Transaction = {
			...example,
			type: 2,
			chainId: 1n,
			accessList: [],
			maxFeePerGas: 1n,
			maxPriorityFeePerGas: 1n,
		};
		const bytes = encodeTransaction({ ...tx, signature: { r: 1n, s: 1n, v: 0n } });
		expect(tryDecodeTransaction(bytes, resolveSpec("Berlin")).error?.exception).toBe(
			"TransactionException.TYPE_2_TX_PRE_FORK",
		);
		expect(tryDecodeTransaction(bytes, resolveSpec("London")).error).toBeUndefined();
	});
});
