import { describe, expect, test } from "vitest";
import { bytesToHex } from "../bytes/hex.js";
import { keccak256 } from "../crypto/keccak256.js";
import { privateKeyToAddress, secp256k1Library } from "../crypto/secp256k1.js";
import { resolveSpec } from "../spec/spec.js";
import { tryDecodeTransaction } from "./decode.js";
import { encodeTransaction, hashTransaction } from "./encode.js";
import { recoverSender } from "./sender.js";
import { signTransaction } from "./sign.js";
import type { Transaction } from "./transaction.js";

const key = new Uint8Array(32).fill(0x46);
const spec = resolveSpec("Osaka");
const tooWide = 2n ** 256n + 1n;
const common = {
	nonce: 0n,
	gasLimit: 21_000n,
	to: `0x${"d0".repeat(20)}` as const,
	value: 0n,
	data: new Uint8Array(0),
	signature: undefined,
};
const legacy: Transaction = { ...common, type: 0, chainId: 1n, gasPrice: 1n };
const feeMarket = { ...common, chainId: 1n, accessList: [], maxFeePerGas: 1n, maxPriorityFeePerGas: 1n };

describe("wide integers", async () => {
	await secp256k1Library.load();

	test.each<[string, Transaction]>([
		["a value", { ...legacy, value: tooWide }],
		["a gas price", { ...legacy, gasPrice: tooWide }],
		["a priority fee", { ...feeMarket, type: 2, maxPriorityFeePerGas: tooWide }],
	])("%s of 257 bits: hash and sender can be told", (_name, unsigned) => {
		const bytes = encodeTransaction(signTransaction(unsigned, key));
		expect(tryDecodeTransaction(bytes).error?.exception).toMatch(/_OVERFLOW$/);
		const { transaction } = tryDecodeTransaction(bytes, undefined, { wideIntegers: true });
		expect(hashTransaction(transaction!)).toBe(bytesToHex(keccak256(bytes)));
		expect(recoverSender(transaction!, spec)).toBe(privateKeyToAddress(key));
	});

	test("a signature may be wide, but signs nothing", () => {
		const signed = signTransaction(legacy, key);
		const bytes = encodeTransaction({ ...signed, signature: { ...signed.signature!, r: tooWide } });
		const { transaction } = tryDecodeTransaction(bytes, undefined, { wideIntegers: true });
		expect(recoverSender(transaction!, spec)).toBeUndefined();
	});

	test("not those of 64 bits, nor in types that came later", () => {
		const refused: Transaction[] = [
			{ ...legacy, nonce: 2n ** 64n },
			{ ...legacy, gasLimit: 2n ** 64n },
			{ ...feeMarket, type: 4, value: tooWide, authorizationList: [] },
		];
		for (const unsigned of refused) {
			const bytes = encodeTransaction(signTransaction(unsigned, key));
			expect(tryDecodeTransaction(bytes, undefined, { wideIntegers: true }).error?.exception).toMatch(/_OVERFLOW$/);
		}
	});
});
