import { createEvm, MemoryState, parseAddress, type StateChanges, type StateDatabase } from "@evmore/evm";
import { assemble } from "@evmore/evm/asm";
import { MemoryStateStore, TrieState } from "@evmore/evm/state";
import { expect, test } from "vitest";

const to = parseAddress(`0x${"c0".repeat(20)}`);
const from = parseAddress(`0x${"aa".repeat(20)}`);
/** Counts its calls, and returns the count. */
const counter = assemble("PUSH0 SLOAD PUSH 1 ADD DUP1 PUSH0 SSTORE PUSH0 MSTORE PUSH 32 PUSH0 RETURN");
const count = (output: Uint8Array): number => output[31]!;

function trieState(): StateDatabase {
	const state = new TrieState(new MemoryStateStore());
	state.applyChanges([
		{
			address: to,
			account: { nonce: 1n, balance: 0n, codeHash: hashOfCounter },
			code: counter,
			storageCleared: false,
			storage: new Map(),
		},
	]);
	return state;
}

const memory = new MemoryState({ [to]: { code: counter } });
const hashOfCounter = memory.getAccount(to)!.codeHash;

// Each went on from what it had read itself: 1, 2, 2, 3.
test.each([
	["MemoryState", (): StateDatabase => new MemoryState({ [to]: { code: counter } })],
	["TrieState", trieState],
])("two Evms on one %s see what the other has written", (_, makeState) => {
	const state = makeState();
	const [a, b] = [createEvm({ state }), createEvm({ state })];
	const counts = [a, b, a, a, b, a].map((evm) => count(evm.call({ to, commit: true }).output));
	expect(counts).toEqual([1, 2, 3, 4, 5, 6]);
});

test("a write in the middle of another Evm's call is seen by the next", async () => {
	const plain = new MemoryState({ [to]: { code: counter } });
	let open = (): void => {};
	const gate = new Promise<void>((resolve) => {
		open = resolve;
	});
	const slow: StateDatabase = {
		get version() {
			return plain.version;
		},
		getAccount: (address) => plain.getAccount(address),
		getCode: (hash) => plain.getCode(hash),
		getStorage: (address, slot) => gate.then(() => plain.getStorage(address, slot)),
		applyChanges: (changes) => plain.applyChanges(changes),
	};
	const evm = createEvm({ state: slow });
	const running = evm.callAsync({ to: from, code: assemble("PUSH0 SLOAD"), commit: true });
	createEvm({ state: plain }).call({ to, commit: true });
	open();
	await running;
	expect(count((await evm.callAsync({ to })).output)).toBe(2);
});

// The Evm held what the state did not.
test("what could not be written is forgotten", () => {
	const state = new MemoryState({ [to]: { code: counter, balance: 3n }, [from]: { balance: 9n } });
	let isFull = true;
	const failing: StateDatabase = {
		getAccount: (address) => state.getAccount(address),
		getCode: (hash) => state.getCode(hash),
		getStorage: (address, slot) => state.getStorage(address, slot),
		applyChanges(changes: StateChanges) {
			if (isFull) throw new Error("disk full");
			state.applyChanges(changes);
		},
	};
	const evm = createEvm({ state: failing });
	expect(() => evm.call({ to, commit: true })).toThrow("disk full");
	expect(count(evm.call({ to }).output)).toBe(1);
	isFull = false;
	expect(count(evm.call({ to, commit: true }).output)).toBe(1);
	const tracer = {
		transactionEnd(): void {
			throw new Error("no");
		},
	};
	expect(() => evm.call({ from, to, value: 1n, commit: true, tracer })).toThrow("no");
	const balance = evm.call({ to, code: assemble("SELFBALANCE PUSH0 MSTORE PUSH 32 PUSH0 RETURN") }).output;
	expect(count(balance)).toBe(3);
	expect(count(evm.call({ to }).output)).toBe(2);
});
