import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bytesToHex } from "../../bytes/hex.js";
import { keccak256 } from "../../crypto/keccak256.js";
import { Trie } from "./trie.js";
import { computeTrieRoot, type TrieEntry } from "./trie-root.js";

/** What a trie should be: a map, and the root computed from all of it. */
class Model {
	readonly entries = new Map<string, TrieEntry>();

	apply(changes: readonly TrieEntry[]): void {
		for (const entry of changes) this.entries.set(bytesToHex(entry[0]), entry);
	}

	root(): string {
		return bytesToHex(computeTrieRoot(this.entries.values()));
	}
}

const collidingKey = fc
	.array(fc.constantFrom(0x00, 0x01, 0x10, 0x11, 0xff), { maxLength: 5 })
	.map((k) => Uint8Array.from(k));
/** Keys of one length, as those of states are, of which many share long prefixes. */
const longKey = fc
	.tuple(fc.nat(31), fc.constantFrom(0x00, 0x0f, 0xf0, 0x01), fc.nat(2))
	.map(([place, byte, second]) => {
		const key = new Uint8Array(32);
		key[place] = byte;
		key[31] = key[31]! | (second << 4);
		return key;
	});
const hashedKey = fc.nat(60).map((n) => keccak256(Uint8Array.of(n)));
const value = fc.oneof(
	{ weight: 3, arbitrary: fc.constant(new Uint8Array(0)) },
	{ weight: 2, arbitrary: fc.uint8Array({ minLength: 1, maxLength: 3 }) },
	{ weight: 2, arbitrary: fc.uint8Array({ minLength: 25, maxLength: 60, size: "max" }) },
	{ weight: 1, arbitrary: fc.uint8Array({ minLength: 200, maxLength: 300, size: "max" }) },
);

describe("a trie under updates", () => {
	test.each([
		["keys that begin others", collidingKey],
		["long keys with long common prefixes", longKey],
		["hashed keys", hashedKey],
	])("is always what computing it anew gives: %s", (_, key) => {
		const batch = fc.array(fc.tuple(key, value), { maxLength: 25 });
		fc.assert(
			fc.property(fc.array(batch, { minLength: 1, maxLength: 8 }), (batches) => {
				const model = new Model();
				const trie = new Trie();
				for (const changes of batches) {
					model.apply(changes);
					expect(bytesToHex(trie.update(changes))).toBe(model.root());
				}
				for (const [name, [k, v]] of model.entries) {
					const got = trie.get(k);
					expect(got === undefined ? "0x" : bytesToHex(got), name).toBe(bytesToHex(v));
				}
			}),
			{ numRuns: 250 },
		);
	});
});
