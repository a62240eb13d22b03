import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Address } from "../bytes/address.js";
import { emptyCodeHash, emptyRootHash } from "../crypto/keccak256.js";
import type { AccountChange } from "./database.js";
import { MemoryState } from "./memory-state.js";
import { computeStateRoot, computeStorageRoot, type TrieAccount } from "./trie/state-root.js";

const addressOf = (n: number): Address => `0x${n.toString(16).padStart(40, "0")}`;

/** The root by definition, from what the state shows. */
function computeRoot(state: MemoryState): string {
	return computeStateRoot(
		Array.from(state.addresses(), (address): TrieAccount => {
			const { nonce, balance, codeHash } = state.getAccount(address)!;
			return { address, nonce, balance, codeHash, storageRoot: computeStorageRoot(state.storageOf(address)) };
		}),
	);
}

function changeOf(n: number, fields: Partial<AccountChange>): AccountChange {
	const account = { nonce: 1n, balance: BigInt(n), codeHash: emptyCodeHash };
	return { address: addressOf(n), account, code: undefined, storageCleared: false, storage: new Map(), ...fields };
}

const slots = fc.array(fc.tuple(fc.bigInt(0n, 10n), fc.bigInt(0n, 3n)), { maxLength: 8 });
const step = fc.oneof(
	fc.record({ kind: fc.constant("set" as const), n: fc.nat(12), slots }),
	fc.record({ kind: fc.constant("delete" as const), n: fc.nat(12), slots }),
	fc.record({ kind: fc.constant("change" as const), n: fc.nat(12), slots, cleared: fc.boolean() }),
	fc.record({ kind: fc.constant("remove" as const), n: fc.nat(12), slots }),
	fc.record({ kind: fc.constant("root" as const), n: fc.nat(12), slots }),
);

describe("the root of a state in memory", () => {
	test("follows every kind of change", () => {
		fc.assert(
			fc.property(fc.array(step, { maxLength: 40, size: "max" }), (steps) => {
				const state = new MemoryState();
				for (const one of steps) {
					const storage = new Map(one.slots);
					if (one.kind === "set") state.setAccount(addressOf(one.n), { balance: 1n, storage });
					else if (one.kind === "delete") state.deleteAccount(addressOf(one.n));
					else if (one.kind === "change")
						state.applyChanges([changeOf(one.n, { storage, storageCleared: one.cleared })]);
					else if (one.kind === "remove") state.applyChanges([changeOf(one.n, { account: undefined })]);
					else expect(state.stateRoot()).toBe(computeRoot(state));
				}
				expect(state.stateRoot()).toBe(computeRoot(state));
				expect(state.stateRoot()).toBe(computeRoot(state));
			}),
			{ numRuns: 300 },
		);
	});

	test("of nothing is that of the empty trie", () => {
		const state = new MemoryState();
		expect(state.stateRoot()).toBe(emptyRootHash);
		state.setAccount(addressOf(1), {});
		expect(state.stateRoot()).not.toBe(emptyRootHash);
		state.deleteAccount(addressOf(1));
		expect(state.stateRoot()).toBe(emptyRootHash);
	});

	test("costs little after a small change, and stays right while old nodes are dropped", () => {
		const state = new MemoryState();
		for (let n = 0; n < 20_000; n++) {
			state.setAccount(addressOf(n), { balance: BigInt(n), storage: n % 10 === 0 ? [[1n, 1n]] : [] });
		}
		const time = (): number => {
			const start = performance.now();
			state.stateRoot();
			return performance.now() - start;
		};
		const first = time();
		let best = Number.POSITIVE_INFINITY;
		for (let round = 0; round < 3000; round++) {
			state.applyChanges([
				changeOf((round * 7919) % 20_000, { storage: new Map([[BigInt(round % 5), BigInt(round)]]) }),
				changeOf((round * 31) % 20_000, {}),
			]);
			best = Math.min(best, time());
		}
		expect(state.stateRoot()).toBe(computeRoot(state));
		expect(best).toBeLessThan(first / 20);
	}, 60_000);
});
