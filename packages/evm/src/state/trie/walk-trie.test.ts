import { expect, test } from "vitest";
import type { Address } from "../../bytes/address.js";
import { bytesToHex } from "../../bytes/hex.js";
import { emptyCodeHash, emptyRootHash } from "../../crypto/keccak256.js";
import { MemoryStateStore } from "../state-store.js";
import { TrieState } from "../trie-state.js";
import { hashAddress, hashSlot } from "./state-root.js";
import { MissingNodeError } from "./trie-error.js";
import { walkAccounts, walkStorage } from "./walk-trie.js";

test("walks over every account and slot, in order", () => {
	const store = new MemoryStateStore();
	const state = new TrieState(store);
	const addresses = Array.from({ length: 300 }, (_, i): Address => `0x${(i * 7919).toString(16).padStart(40, "0")}`);
	const storage = new Map(Array.from({ length: 50 }, (_, i) => [BigInt(i), BigInt(i + 1)]));
	state.applyChanges(
		addresses.map((address, i) => ({
			address,
			account: { nonce: BigInt(i), balance: BigInt(i), codeHash: emptyCodeHash },
			code: undefined,
			storageCleared: false,
			storage: i === 5 ? storage : new Map(),
		})),
	);
	const found = [...walkAccounts(store, state.stateRoot())];
	const expected = addresses.map((address, i) => [bytesToHex(hashAddress(address)), BigInt(i)] as const);
	expect(found.map(([hash, { balance }]) => [hash, balance])).toEqual(expected.sort(([a], [b]) => (a < b ? -1 : 1)));
	const withStorage = found.filter(([, { storageRoot }]) => storageRoot !== emptyRootHash);
	expect(withStorage.map(([hash]) => hash)).toEqual([bytesToHex(hashAddress(addresses[5]!))]);
	const slots = [...walkStorage(store, withStorage[0]![1].storageRoot)];
	const expectedSlots = [...storage].map(([slot, value]) => [bytesToHex(hashSlot(slot)), value] as const);
	expect(slots).toEqual(expectedSlots.sort(([a], [b]) => (a < b ? -1 : 1)));
});

test("an empty state has nothing, one that is not there is missed", () => {
	const store = new MemoryStateStore();
	expect([...walkAccounts(store, emptyRootHash)]).toEqual([]);
	expect(() => [...walkStorage(store, `0x${"11".repeat(32)}`)]).toThrow(MissingNodeError);
});
