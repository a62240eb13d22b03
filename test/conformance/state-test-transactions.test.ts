import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
	type CaseJson,
	readChainId,
	readSender,
	readTransaction,
	type StateTest,
} from "../../packages/cli/src/statetest/state-test.js";
import { readStateTests } from "../../packages/cli/src/statetest/state-test-suite.js";
import { findTestFiles } from "../../packages/cli/src/test-runner/find-test-files.js";
import { TestFields } from "../../packages/cli/src/test-runner/test-fields.js";
import { bytesToHex, hexToBytes } from "../../packages/evm/src/bytes/hex.js";
import { resolveSpec } from "../../packages/evm/src/spec/spec.js";
import { decodeTransaction } from "../../packages/evm/src/tx/decode.js";
import { encodeTransaction } from "../../packages/evm/src/tx/encode.js";
import { recoverSender } from "../../packages/evm/src/tx/sender.js";
import type { Transaction } from "../../packages/evm/src/tx/transaction.js";
import { InvalidTransactionError } from "../../packages/evm/src/tx/transaction-exception.js";
import { fixturesDir } from "../fixtures.js";

const folder = fixturesDir();

/** The transaction without its signature; a legacy one without the chain id, which is in its signature. */
function withoutSignature(transaction: Transaction): unknown {
	const { signature: _, ...rest } = transaction;
	return rest.type === 0 ? { ...rest, chainId: undefined } : rest;
}

/** The encoded transaction of a case against its members; the exception when it cannot be decoded. */
function check(state: StateTest, fork: string, testCase: CaseJson): string {
	let transaction: Transaction;
	try {
		transaction = decodeTransaction(hexToBytes(testCase.txbytes!));
	} catch (error) {
		if (error instanceof InvalidTransactionError) return error.exception;
		throw error;
	}
	const chainId = readChainId(state.config);
	const json = new TestFields(state.transaction, "transaction");
	const sender = readSender(json);
	expect(bytesToHex(encodeTransaction(transaction))).toBe(testCase.txbytes);
	expect(withoutSignature(transaction)).toStrictEqual(withoutSignature(readTransaction(json, testCase, chainId)));
	expect(recoverSender(transaction, resolveSpec(fork))).toBe(sender);
	return "";
}

describe.skipIf(folder === undefined)("transactions of the state tests", () => {
	test("eest-state: decode, encode, sender", { timeout: 300_000 }, () => {
		const refused: string[] = [];
		let cases = 0;
		for (const path of findTestFiles(join(folder!, "eest-state"))) {
			for (const state of readStateTests(path).values()) {
				for (const [fork, forkCases] of Object.entries(state.post)) {
					for (const testCase of forkCases) {
						cases++;
						const exception = check(state, fork, testCase);
						if (exception !== "") refused.push(`${exception} for ${testCase.expectException}`);
					}
				}
			}
		}
		expect(cases).toBe(24107);
		// A creation with blobs has no encoding.
		const creation = "TransactionException.TYPE_3_TX_CONTRACT_CREATION";
		expect(refused).toEqual(Array.from({ length: 3 }, () => `${creation} for ${creation}`));
	});
});
