import { type Address, createEvm, type Evm, MemoryState, type StateChanges, type Transaction } from "@evmore/evm";
import { assemble } from "@evmore/evm/asm";
import {
	createWitnessState,
	MemoryStateStore,
	MissingCodeError,
	MissingNodeError,
	RecordingStore,
	TrieState,
	type Witness,
} from "@evmore/evm/state";
import { describe, expect, test } from "vitest";

const sender: Address = "0x00000000000000000000000000000000000005e4";
const contract: Address = "0x00000000000000000000000000000000000000c0";
const library: Address = "0x00000000000000000000000000000000000000c1";
const addressOf = (n: number): Address => `0x${(0x1000 + n).toString(16).padStart(40, "0")}`;

/** Reads, writes, clears and sums slots, calls code elsewhere, creates a contract, sends value to a new account. */
const code = assemble(`
	PUSH 5 SLOAD PUSH 6 SLOAD ADD PUSH 200 SSTORE
	PUSH0 PUSH 7 SSTORE PUSH0 PUSH 8 SSTORE PUSH0 PUSH 500 SSTORE
	PUSH 32 PUSH0 PUSH0 PUSH0 PUSH ${library} PUSH 200000 DELEGATECALL POP
	PUSH0 PUSH0 PUSH0 PUSH0 PUSH 3 PUSH 0x777777 PUSH 200000 CALL POP
	PUSH 0x600160015560005ff3 PUSH0 MSTORE
	PUSH 9 PUSH 23 PUSH 1 CREATE POP
	PUSH ${addressOf(17)} BALANCE PUSH 201 SSTORE
	PUSH 0xabcdef BALANCE PUSH 202 SSTORE
	STOP
`);
const libraryCode = assemble("PUSH 7 SLOAD PUSH 1 ADD PUSH 203 SSTORE PUSH0 PUSH0 RETURN");

/** A state of 500 accounts. */
function fill(): { store: MemoryStateStore; root: `0x${string}`; memory: MemoryState } {
	const slots = Array.from({ length: 100 }, (_, index) => [BigInt(index), BigInt(index * index + 1)] as const);
	const memory = new MemoryState({
		[sender]: { balance: 10n ** 18n, nonce: 4n },
		[contract]: { code, storage: slots, balance: 100n },
		[library]: { code: libraryCode },
	});
	for (let n = 0; n < 500; n++) memory.setAccount(addressOf(n), { balance: BigInt(n + 1) });
	const store = new MemoryStateStore();
	const state = new TrieState(store);
	const changes: StateChanges = Array.from(memory.addresses(), (address) => {
		const account = memory.getAccount(address)!;
		return {
			address,
			account,
			code: memory.getCode(account.codeHash),
			storageCleared: false,
			storage: memory.storageOf(address),
		};
	});
	state.applyChanges(changes);
	return { store, root: state.stateRoot(), memory };
}

const transaction: Transaction = {
	type: 0,
	chainId: 1n,
	nonce: 4n,
	gasPrice: 10n,
	gasLimit: 1_000_000n,
	to: contract,
	value: 0n,
	data: new Uint8Array(0),
} as Transaction;

const execute = (state: TrieState | MemoryState): ReturnType<Evm["transact"]> =>
	createEvm({ fork: "Osaka", state, block: { gasLimit: 30_000_000n, coinbase: addressOf(3) } }).transact(transaction, {
		sender,
	});

function record(): { witness: Witness; preRoot: `0x${string}`; postRoot: `0x${string}`; store: MemoryStateStore } {
	const { store, root } = fill();
	const recording = new RecordingStore(store);
	const state = new TrieState(recording, root);
	const before = store.count;
	expect(execute(state).status).toBe("success");
	const postRoot = state.stateRoot();
	expect(store.count).toBe(before);
	return { witness: recording.witness(), preRoot: root, postRoot, store };
}

describe("stateless execution", () => {
	test("a state read through its tries is the state", () => {
		const { store, root, memory } = fill();
		expect(root).toBe(memory.stateRoot());
		const state = new TrieState(store, root);
		const results = [execute(state), execute(memory)];
		expect(results[0]).toEqual(results[1]);
		expect(results[0]!.status).toBe("success");
		expect(state.getStorage(contract, 203n)).toBe(1n);
		expect(state.stateRoot()).toBe(memory.stateRoot());
		expect(state.getStorage(contract, 203n)).toBe(1n);
		expect(state.getStorage(contract, 7n)).toBe(0n);
	});

	test("a witness is enough to execute, and for the root after it", () => {
		const { witness, preRoot, postRoot, store } = record();
		expect(witness.state.length).toBeLessThan(store.count / 4);
		expect(witness.codes.length).toBe(2);
		const state = createWitnessState(preRoot, witness);
		expect(execute(state).status).toBe("success");
		expect(state.stateRoot()).toBe(postRoot);
		expect(postRoot).not.toBe(preRoot);
	});

	test("nothing in it is superfluous, and what is missing is named", () => {
		const { witness, preRoot } = record();
		witness.state.forEach((_, index) => {
			const state = createWitnessState(preRoot, { ...witness, state: witness.state.toSpliced(index, 1) });
			const run = (): string => {
				execute(state);
				return state.stateRoot();
			};
			expect(run, `node ${index}`).toThrow(MissingNodeError);
			expect(run, `node ${index}`).toThrow(/^Missing trie node at (the root|path [0-9a-f]+)/);
		});
		witness.codes.forEach((_, index) => {
			const state = createWitnessState(preRoot, { ...witness, codes: witness.codes.toSpliced(index, 1) });
			expect(() => execute(state)).toThrow(MissingCodeError);
		});
	});

	test("proofs are those of the state after the changes", () => {
		const { witness, preRoot, postRoot } = record();
		const state = createWitnessState(preRoot, witness);
		execute(state);
		const proof = state.createProof(contract, [200n, 7n]);
		expect(proof.storageProof.map(({ value }) => value)).toEqual([26n + 37n, 0n]);
		expect(state.stateRoot()).toBe(postRoot);
	});

	test("an account that is deleted and comes again has no old storage", () => {
		const { store, root, memory } = fill();
		const state = new TrieState(store, root);
		const change = { address: contract, code: undefined, storageCleared: false, storage: new Map() };
		const account = { nonce: 1n, balance: 2n, codeHash: memory.getAccount(contract)!.codeHash };
		for (const one of [
			{ ...change, account: undefined },
			{ ...change, account, storage: new Map([[1n, 5n]]) },
		]) {
			state.applyChanges([one]);
			memory.applyChanges([one]);
			expect(state.getAccount(contract)).toEqual(memory.getAccount(contract));
			for (const slot of [1n, 2n]) expect(state.getStorage(contract, slot)).toBe(memory.getStorage(contract, slot));
		}
		expect(state.stateRoot()).toBe(memory.stateRoot());
		expect(state.getAccount(contract)).toEqual(memory.getAccount(contract));
		expect(state.getStorage(contract, 2n)).toBe(0n);
	});
});
