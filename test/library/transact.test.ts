import {
	type Address,
	bytesToHex,
	createEvm,
	InvalidTransactionError,
	MemoryState,
	signTransaction,
	type Transaction,
} from "@evmore/evm";
import { assemble } from "@evmore/evm/asm";
import { privateKeyToAddress } from "@evmore/evm/crypto";
import { encodeTransaction, signAuthorization } from "@evmore/evm/tx";
import { describe, expect, test } from "vitest";
import { SlowState } from "./slow-state.js";

const key = new Uint8Array(32).fill(7);
const otherKey = new Uint8Array(32).fill(8);
const sender = privateKeyToAddress(key);
const authority = privateKeyToAddress(otherKey);
const contract: Address = "0x00000000000000000000000000000000000000c0";
const producer: Address = "0x00000000000000000000000000000000000000cb";
const ether = 10n ** 18n;

/** Counts in slot 0, logs who called. */
const counter = assemble("PUSH 0 SLOAD PUSH 1 ADD PUSH 0 SSTORE CALLER PUSH 0 PUSH 0 LOG1");

const block = {
	number: 100n,
	timestamp: 1000n,
	baseFee: 7n,
	blobBaseFee: 1n,
	gasLimit: 30_000_000n,
	coinbase: producer,
};

function createState(): MemoryState {
	return new MemoryState({ [sender]: { balance: ether }, [contract]: { code: counter } });
}

const fields = { nonce: 0n, gasLimit: 200_000n, to: contract, value: 5n, data: new Uint8Array(), signature: undefined };
const typed = { ...fields, chainId: 1n, accessList: [{ address: contract, storageKeys: [0n] }] };
const feeMarket = { ...typed, maxFeePerGas: 20n, maxPriorityFeePerGas: 2n };

const unsigned: Readonly<Record<string, Transaction>> = {
	"type 0": { ...fields, type: 0, chainId: 1n, gasPrice: 10n },
	"type 0 without chain id": { ...fields, type: 0, chainId: undefined, gasPrice: 10n },
	"type 1": { ...typed, type: 1, gasPrice: 10n },
	"type 2": { ...feeMarket, type: 2 },
	"type 3": {
		...feeMarket,
		type: 3,
		maxFeePerBlobGas: 3n,
		blobVersionedHashes: [`0x01${"ab".repeat(31)}`],
	},
	"type 4": {
		...feeMarket,
		type: 4,
		authorizationList: [signAuthorization({ chainId: 1n, address: contract, nonce: 0n }, otherKey)],
	},
};

describe("signed transactions", () => {
	test.each(Object.entries(unsigned))(
		"%s: as an object, as bytes, as hex, with a given sender, and asynchronously",
		async (_, tx) => {
			const signed = signTransaction(tx, key);
			const bytes = encodeTransaction(signed);
			const states = [createState(), createState(), createState(), createState()] as const;
			const results = [
				createEvm({ block, state: states[0] }).transact(signed),
				createEvm({ block, state: states[1] }).transact(bytes),
				createEvm({ block, state: states[2] }).transact(bytesToHex(bytes)),
				createEvm({ block, state: states[3] }).transact(tx, { sender }),
			];
			const slow = new SlowState(createState());
			results.push(await createEvm({ block, state: slow }).transactAsync(bytes));
			const first = results[0]!;
			if (first.status !== "success") throw new Error(`unexpected: ${JSON.stringify(first)}`);
			for (const result of results) expect(result).toEqual(first);
			expect(slow.inner.stateRoot()).toBe(states[0].stateRoot());
			for (const state of states) expect(state.stateRoot()).toBe(states[0].stateRoot());

			const [state] = states;
			const price = tx.type === 0 || tx.type === 1 ? 10n : 9n;
			const blobFee = tx.type === 3 ? 131_072n : 0n;
			expect(first.effectiveGasPrice).toBe(price);
			expect(first.blobGasUsed).toBe(blobFee);
			expect(first.logs.map(({ topics }) => topics)).toEqual([[`0x${sender.slice(2).padStart(64, "0")}`]]);
			expect(state.getStorage(contract, 0n)).toBe(1n);
			expect(state.getAccount(sender)).toMatchObject({
				nonce: 1n,
				balance: ether - 5n - first.gasUsed * price - blobFee,
			});
			expect(state.getAccount(producer)?.balance).toBe(first.gasUsed * (price - block.baseFee));
			if (tx.type === 4) {
				const { codeHash, nonce } = state.getAccount(authority)!;
				expect([bytesToHex(state.getCode(codeHash)), nonce]).toEqual([`0xef0100${contract.slice(2)}`, 1n]);
			}
		},
	);

	test("follow each other", () => {
		const state = createState();
		const evm = createEvm({ block, state });
		for (let nonce = 0n; nonce < 5n; nonce++) {
			const tx: Transaction = { ...feeMarket, type: 2, nonce };
			expect(evm.transact(signTransaction(tx, key)).status).toBe("success");
		}
		expect(state.getStorage(contract, 0n)).toBe(5n);
		expect(state.getAccount(sender)?.nonce).toBe(5n);
	});

	test("one that reverts or halts costs gas and raises the nonce, and changes nothing else", () => {
		for (const [source, status] of [
			["PUSH 1 PUSH0 SSTORE PUSH0 PUSH0 REVERT", "revert"],
			["PUSH 1 PUSH0 SSTORE INVALID", "halt"],
		] as const) {
			const state = new MemoryState({ [sender]: { balance: ether }, [contract]: { code: assemble(source) } });
			const result = createEvm({ block, state }).transact(unsigned["type 0"]!, { sender });
			expect(result.status).toBe(status);
			expect(state.getStorage(contract, 0n)).toBe(0n);
			expect(state.getAccount(contract)?.balance).toBe(0n);
			if (result.status === "refused") throw new Error("unexpected");
			expect(state.getAccount(sender)).toMatchObject({ nonce: 1n, balance: ether - result.gasUsed * 10n });
		}
	});

	test("nothing of it is seen by what runs next, but the state", () => {
		const code = assemble(`
			PUSH 0 BLOBHASH PUSH 0 MSTORE
			PUSH 1 TLOAD PUSH 32 MSTORE
			RETURNDATASIZE PUSH 64 MSTORE
			GAS PUSH 1 SLOAD GAS SWAP1 POP SWAP1 SUB PUSH 96 MSTORE
			PUSH 9 PUSH 1 TSTORE
			PUSH 5 PUSH 1 SSTORE
			PUSH 128 PUSH 0 RETURN`);
		const state = new MemoryState({ [sender]: { balance: ether }, [contract]: { code } });
		const evm = createEvm({ block, state });
		const words = (output: Uint8Array): bigint[] =>
			[0, 1, 2, 3].map((word) => BigInt(bytesToHex(output.slice(word * 32, word * 32 + 32))));
		const coldSlot = 2100n + 2n + 3n;
		const result = evm.transact({ ...unsigned["type 3"]!, accessList: [] } as Transaction, { sender });
		if (result.status !== "success") throw new Error(`unexpected: ${result.status}`);
		expect(words(result.output)).toEqual([BigInt(`0x01${"ab".repeat(31)}`), 0n, 0n, coldSlot]);
		expect(words(evm.call({ from: sender, to: contract, commit: true }).output)).toEqual([0n, 0n, 0n, coldSlot]);
		const next = evm.transact({ ...unsigned["type 0"]!, nonce: 1n }, { sender });
		if (next.status !== "success") throw new Error(`unexpected: ${next.status}`);
		expect(words(next.output)).toEqual([0n, 0n, 0n, coldSlot]);
		expect(state.getStorage(contract, 1n)).toBe(5n);
	});

	test("a creation says where", () => {
		const state = createState();
		const tx: Transaction = {
			...feeMarket,
			type: 2,
			to: undefined,
			value: 0n,
			data: assemble("PUSH 0x00 PUSH0 MSTORE PUSH 1 PUSH0 RETURN"),
		};
		const result = createEvm({ block, state }).transact(signTransaction(tx, key));
		if (result.status !== "success") throw new Error("unexpected");
		expect(state.getAccount(result.createdAddress!)?.nonce).toBe(1n);
		expect(result.output).toEqual(new Uint8Array());
	});
});

describe("a transaction that must not be executed", () => {
	const legacy = unsigned["type 0"]!;
	const cases: readonly (readonly [exception: string, tx: Transaction, fork: string])[] = [
		["NONCE_MISMATCH_TOO_HIGH", { ...legacy, nonce: 1n }, "Osaka"],
		["INSUFFICIENT_ACCOUNT_FUNDS", { ...legacy, value: ether }, "Osaka"],
		["INTRINSIC_GAS_TOO_LOW", { ...legacy, gasLimit: 20_999n }, "Osaka"],
		["GAS_ALLOWANCE_EXCEEDED", { ...legacy, gasLimit: 30_000_001n }, "Prague"],
		["GAS_LIMIT_EXCEEDS_MAXIMUM", { ...legacy, gasLimit: 16_777_217n }, "Osaka"],
		["INVALID_CHAINID", { ...feeMarket, type: 2, chainId: 2n }, "Osaka"],
		["INSUFFICIENT_MAX_FEE_PER_GAS", { ...feeMarket, type: 2, maxFeePerGas: 6n }, "Osaka"],
		["PRIORITY_GREATER_THAN_MAX_FEE_PER_GAS", { ...feeMarket, type: 2, maxPriorityFeePerGas: 21n }, "Osaka"],
		["TYPE_2_TX_PRE_FORK", { ...feeMarket, type: 2 }, "Berlin"],
		[
			"INITCODE_SIZE_EXCEEDED",
			{ ...feeMarket, type: 2, to: undefined, gasLimit: 3_000_000n, data: new Uint8Array(49_153) },
			"Osaka",
		],
		["TYPE_3_TX_ZERO_BLOBS", { ...feeMarket, type: 3, maxFeePerBlobGas: 3n, blobVersionedHashes: [] }, "Osaka"],
		["TYPE_4_EMPTY_AUTHORIZATION_LIST", { ...feeMarket, type: 4, authorizationList: [] }, "Osaka"],
	];

	test.each(cases)("%s: is refused with that name and changes nothing", async (exception, tx, fork) => {
		const state = createState();
		const root = state.stateRoot();
		const evm = createEvm({ block, state, fork });
		const refused = { status: "refused", exception: `TransactionException.${exception}` };
		expect(evm.transact(tx, { sender })).toEqual(refused);
		expect(evm.transact(signTransaction(tx, key))).toEqual(refused);
		expect(await evm.transactAsync(signTransaction(tx, key))).toEqual(refused);
		expect(state.stateRoot()).toBe(root);
		// Nor does it leave anything behind in the machine.
		expect(evm.transact(signTransaction(legacy, key)).status).toBe("success");
		expect(state.getStorage(contract, 0n)).toBe(1n);
		expect(evm.transact(signTransaction(legacy, key))).toEqual({
			status: "refused",
			exception: "TransactionException.NONCE_MISMATCH_TOO_LOW",
		});
	});

	test("a sender with code", () => {
		const state = new MemoryState({ [sender]: { balance: ether, code: counter }, [contract]: { code: counter } });
		expect(createEvm({ block, state }).transact(legacy, { sender })).toEqual({
			status: "refused",
			exception: "TransactionException.SENDER_NOT_EOA",
		});
	});

	test("bytes that are no transaction are a mistake of the caller", () => {
		const evm = createEvm();
		for (const bytes of ["0x", "0x00", "0xc0", "0x02c0", "0x7f", `0x${"c1".repeat(50_000)}`] as const) {
			expect(() => evm.transact(bytes)).toThrow(InvalidTransactionError);
		}
		const whole = encodeTransaction(signTransaction(legacy, key));
		for (let size = 0; size < whole.length; size++) {
			expect(() => evm.transact(whole.slice(0, size))).toThrow(InvalidTransactionError);
		}
	});
});
