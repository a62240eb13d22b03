import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Address } from "../../bytes/address.js";
import { emptyCodeHash, emptyRootHash } from "../../crypto/keccak256.js";
import type { AccountChange } from "../database.js";
import { copyStateTrie } from "./copy-state-trie.js";
import { MemoryNodeStore } from "./memory-node-store.js";
import { computeStateRoot, computeStorageRoot, type TrieAccount } from "./state-root.js";
import { DuplicateChangeError, StateTrie } from "./state-trie.js";
import { MissingNodeError } from "./trie-error.js";

const addressOf = (n: number): Address => `0x${n.toString(16).padStart(40, "0")}`;

/** The state as maps, and its root by definition. */
class Model {
	readonly accounts = new Map<Address, { nonce: bigint; balance: bigint; storage: Map<bigint, bigint> }>();

	apply(change: AccountChange): void {
		if (change.account === undefined) {
			this.accounts.delete(change.address);
			return;
		}
		const { nonce, balance } = change.account;
		const old = change.storageCleared ? undefined : this.accounts.get(change.address)?.storage;
		const storage = new Map([...(old ?? []), ...change.storage]);
		this.accounts.set(change.address, { nonce, balance, storage });
	}

	root(): string {
		const accounts = Array.from(this.accounts, ([address, { nonce, balance, storage }]): TrieAccount => {
			return { address, nonce, balance, codeHash: emptyCodeHash, storageRoot: computeStorageRoot(storage) };
		});
		return computeStateRoot(accounts);
	}
}

const slotValue = fc.oneof(fc.constant(0n), fc.bigInt(0n, 300n), fc.bigInt(0n, (1n << 256n) - 1n));
const change = fc.record({
	address: fc.nat(30).map(addressOf),
	account: fc.option(
		fc.record({
			nonce: fc.bigInt(0n, (1n << 64n) - 1n),
			balance: fc.bigInt(0n, (1n << 256n) - 1n),
			codeHash: fc.constant(emptyCodeHash),
		}),
		{ nil: undefined, freq: 3 },
	),
	code: fc.constant(undefined),
	storageCleared: fc.boolean(),
	storage: fc.array(fc.tuple(fc.bigInt(0n, 20n), slotValue), { maxLength: 12 }).map((slots) => new Map(slots)),
});
const batch = fc.uniqueArray(change, { selector: ({ address }) => address, maxLength: 20 });

describe("a state's tries", () => {
	test("have the root that computing it anew gives, and read back what was written", () => {
		fc.assert(
			fc.property(fc.array(batch, { minLength: 1, maxLength: 6 }), (batches) => {
				const trie = new StateTrie(new MemoryNodeStore());
				const model = new Model();
				for (const changes of batches) {
					for (const one of changes) model.apply(one);
					expect(trie.applyChanges(changes)).toBe(model.root());
				}
				const copy = new MemoryNodeStore();
				copyStateTrie(trie.store, trie.rootBytes, copy);
				for (const store of [trie.store, copy]) {
					const read = new StateTrie(store, trie.root);
					for (let n = 0; n <= 30; n++) {
						const known = model.accounts.get(addressOf(n));
						const found = read.getAccount(addressOf(n));
						expect(found?.nonce).toBe(known?.nonce);
						expect(found?.balance).toBe(known?.balance);
						for (let slot = 0n; slot <= 20n && found !== undefined; slot++) {
							expect(read.getSlot(addressOf(n), found.storageRoot, slot)).toBe(known?.storage.get(slot) ?? 0n);
						}
					}
				}
			}),
			{ numRuns: 80 },
		);
	});

	test("an account is changed once at a time", () => {
		const trie = new StateTrie(new MemoryNodeStore());
		const one = {
			address: addressOf(1),
			account: undefined,
			code: undefined,
			storageCleared: true,
			storage: new Map(),
		};
		expect(() => trie.applyChanges([one, { ...one }])).toThrow(DuplicateChangeError);
		expect(trie.applyChanges([one])).toBe(emptyRootHash);
	});

	test("a node of a storage trie that is missing is named with its account", () => {
		const store = new MemoryNodeStore();
		const storage = new Map(Array.from({ length: 100 }, (_, i) => [BigInt(i), 1n << 200n]));
		const account = { nonce: 1n, balance: 0n, codeHash: emptyCodeHash };
		const changed: AccountChange = { address: addressOf(1), account, code: undefined, storageCleared: false, storage };
		const full = new StateTrie(store);
		const root = full.applyChanges([changed]);
		const { storageRoot } = full.getAccount(addressOf(1))!;
		// A store with the trie of accounts alone.
		const accounts = new MemoryNodeStore();
		const getOnly = new StateTrie(
			{
				getNode: (hash) =>
					Buffer.from(hash).toString("hex") === storageRoot.slice(2) ? undefined : store.getNode(hash),
				putNode: (hash, node) => accounts.putNode(hash, node),
			},
			root,
		);
		for (const run of [
			() => getOnly.getSlot(addressOf(1), storageRoot, 5n),
			() => getOnly.applyChanges([{ ...changed, storage: new Map([[5n, 0n]]) }]),
		]) {
			let error: unknown;
			try {
				run();
			} catch (caught) {
				error = caught;
			}
			expect(error).toBeInstanceOf(MissingNodeError);
			expect(error).toMatchObject({ path: "", account: addressOf(1), hash: storageRoot });
			expect((error as MissingNodeError).shortMessage).toContain(`the root of the storage of ${addressOf(1)}`);
		}
		expect(getOnly.root).toBe(root);
		expect(() => copyStateTrie({ getNode: () => undefined, putNode: () => {} }, full.rootBytes, accounts)).toThrow(
			MissingNodeError,
		);
	});
});
