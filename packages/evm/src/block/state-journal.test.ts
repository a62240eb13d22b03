import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Address } from "../bytes/address.js";
import { bytesToHex } from "../bytes/hex.js";
import { emptyCodeHash, keccak256 } from "../crypto/keccak256.js";
import type { AccountChange } from "../state/database.js";
import { MemoryState } from "../state/memory-state.js";
import { AsynchronousBlockStateError, StateJournal } from "./state-journal.js";

const addresses = [1, 2, 3].map((id): Address => `0x${id.toString(16).padStart(40, "0")}`);
const codes = [new Uint8Array(0), Uint8Array.of(0x60, 1), Uint8Array.of(0x5b)];

const changes: fc.Arbitrary<AccountChange> = fc
	.record({
		address: fc.constantFrom(...addresses),
		exists: fc.boolean(),
		nonce: fc.bigInt({ min: 0n, max: 3n }),
		code: fc.constantFrom(...codes),
		storageCleared: fc.boolean(),
		storage: fc.array(fc.tuple(fc.bigInt({ min: 0n, max: 3n }), fc.bigInt({ min: 0n, max: 2n })), { maxLength: 4 }),
	})
	.map(({ address, exists, nonce, code, storageCleared, storage }) => {
		if (!exists) return { address, account: undefined, code: undefined, storageCleared: true, storage: new Map() };
		const codeHash = code.length === 0 ? emptyCodeHash : bytesToHex(keccak256(code));
		const account = { nonce, balance: nonce * 7n, codeHash };
		return { address, account, code: code.length === 0 ? undefined : code, storageCleared, storage: new Map(storage) };
	});
/** One change per account. */
const batches = fc.array(fc.uniqueArray(changes, { selector: ({ address }) => address }), { maxLength: 5 });

function initialState(): MemoryState {
	return new MemoryState({
		[addresses[0]!]: { nonce: 1n, code: codes[1]!, storage: [[1n, 1n] as const, [2n, 5n] as const] },
		[addresses[1]!]: { balance: 5n },
	});
}

describe("StateJournal", () => {
	test("whatever was applied is taken back, and can be applied again", () => {
		fc.assert(
			fc.property(batches, (applied) => {
				const state = initialState();
				const before = state.stateRoot();
				const journal = new StateJournal(state);
				const roots = applied.map((batch) => {
					journal.apply(batch);
					return state.stateRoot();
				});
				const after = state.stateRoot();
				const { undo, changes: all } = { undo: [...journal.undo], changes: [...journal.changes] };
				for (const batch of undo) state.applyChanges(batch);
				expect(state.stateRoot()).toBe(before);
				for (const batch of all) state.applyChanges(batch);
				expect(state.stateRoot()).toBe(after);
				expect(roots.at(-1) ?? before).toBe(after);
				journal.rollBack();
				expect(state.stateRoot()).toBe(before);
				for (const address of addresses) {
					expect(state.getAccount(address)).toEqual(initialState().getAccount(address));
					expect(new Map(state.storageOf(address))).toEqual(new Map(initialState().storageOf(address)));
				}
				expect([journal.undo, journal.changes]).toEqual([[], []]);
			}),
			{ numRuns: 300 },
		);
	});

	test("a state that answers later cannot be taken back", () => {
		const state = Object.assign(initialState(), { getAccount: async () => undefined });
		const change = {
			address: addresses[0]!,
			account: undefined,
			code: undefined,
			storageCleared: true,
			storage: new Map(),
		};
		expect(() => new StateJournal(state).apply([change])).toThrow(AsynchronousBlockStateError);
	});
});
