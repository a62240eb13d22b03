import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { equalBytes } from "../../bytes/bytes.js";
import { bytesToHex, hexToBytes } from "../../bytes/hex.js";
import { bigIntToBytes } from "../../bytes/integer.js";
import { emptyRootHash, keccak256 } from "../../crypto/keccak256.js";
import { MemoryNodeStore } from "./memory-node-store.js";
import { Trie } from "./trie.js";
import { InvalidNodeError, MissingNodeError } from "./trie-error.js";
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
			{ numRuns: 200 },
		);
	});
});

/** Counts what is read and written. */
class CountingStore extends MemoryNodeStore {
	reads = 0;
	writes = 0;
	missing: Uint8Array | undefined;

	override getNode(hash: Uint8Array): Uint8Array | undefined {
		this.reads++;
		return this.missing !== undefined && equalBytes(hash, this.missing) ? undefined : super.getNode(hash);
	}

	override putNode(hash: Uint8Array, node: Uint8Array): void {
		this.writes++;
		super.putNode(hash, node);
	}
}

const hashOf = (n: number): Uint8Array => keccak256(bigIntToBytes(BigInt(n), 32));
const hashedEntries = (count: number): TrieEntry[] =>
	Array.from({ length: count }, (_, i) => [hashOf(i), new Uint8Array(40).fill(i + 1)]);
const remove = (key: Uint8Array): TrieEntry => [key, new Uint8Array(0)];

describe("a trie", () => {
	test("is empty at first and after everything was removed", () => {
		const entries = hashedEntries(100);
		const trie = new Trie();
		expect(trie.isEmpty).toBe(true);
		expect(bytesToHex(trie.root)).toBe(emptyRootHash);
		expect(bytesToHex(trie.update([]))).toBe(emptyRootHash);
		expect(bytesToHex(trie.update([remove(hashOf(1))]))).toBe(emptyRootHash);
		trie.update(entries);
		expect(trie.isEmpty).toBe(false);
		for (const [key] of entries) trie.update([remove(key)]);
		expect(trie.isEmpty).toBe(true);
		trie.update(entries);
		expect(bytesToHex(trie.update(entries.map(([key]) => remove(key))))).toBe(emptyRootHash);
	});

	test("does not depend on the order of changes, and the last of equal keys counts", () => {
		const entries = hashedEntries(300);
		const expected = bytesToHex(computeTrieRoot(entries));
		const oneByOne = new Trie();
		for (const entry of entries.toReversed()) oneByOne.update([entry]);
		expect(bytesToHex(oneByOne.root)).toBe(expected);
		const twice = new Trie();
		twice.update([...entries.map(([key]): TrieEntry => [key, Uint8Array.of(1)]), ...entries]);
		expect(bytesToHex(twice.root)).toBe(expected);
	});

	test("older roots in the same store stay what they are", () => {
		const store = new MemoryNodeStore();
		const trie = new Trie(store);
		const roots = [trie.root];
		for (let i = 0; i < 50; i++) roots.push(trie.update([[hashOf(i % 20), Uint8Array.of(i + 1)]]));
		roots.forEach((root, count) => {
			const old = new Trie(store, root);
			for (let key = 0; key < 20; key++) {
				const last = count === 0 ? -1 : Math.floor((count - 1 - key) / 20) * 20 + key;
				expect(old.get(hashOf(key))).toEqual(last < 0 ? undefined : Uint8Array.of(last + 1));
			}
		});
	});

	test("a small trie's only node is kept under its hash", () => {
		const store = new MemoryNodeStore();
		const root = new Trie(store).update([[Uint8Array.of(1), Uint8Array.of(2)]]);
		expect(store.count).toBe(1);
		const again = new Trie(store, root);
		expect(again.get(Uint8Array.of(1))).toEqual(Uint8Array.of(2));
		expect(again.get(Uint8Array.of(2))).toBeUndefined();
		expect(again.get(new Uint8Array(0))).toBeUndefined();
		expect(again.get(Uint8Array.of(1, 2))).toBeUndefined();
	});

	test("values may be larger than the memory that nodes are written in", () => {
		const entries = [1, 2, 3].map((i): TrieEntry => [Uint8Array.of(i), new Uint8Array(i * 64_990).fill(i)]);
		// The value of a branch whose children change
		entries.push([new Uint8Array(0), new Uint8Array(64_990)], [Uint8Array.of(1), new Uint8Array(64_990)]);
		const trie = new Trie();
		for (const entry of entries) trie.update([entry]);
		expect(trie.root).toEqual(computeTrieRoot(entries));
		for (const [key, value] of entries.slice(1)) expect(Buffer.compare(trie.get(key)!, value)).toBe(0);
	});

	test("keys may be longer than any hash", () => {
		const entries = [1, 2, 3].map((i): TrieEntry => [new Uint8Array(700 + i).fill(1), Uint8Array.of(i)]);
		const trie = new Trie();
		for (const entry of entries) trie.update([entry]);
		expect(trie.root).toEqual(computeTrieRoot(entries));
		trie.update([remove(entries[1]![0])]);
		expect(trie.root).toEqual(computeTrieRoot([entries[0]!, entries[2]!]));
	});

	test("reads and writes only the nodes on changed paths", () => {
		const store = new CountingStore();
		const trie = new Trie(store);
		trie.update(hashedEntries(20_000));
		expect(store.reads).toBe(0);
		store.reads = store.writes = 0;
		trie.update([[hashOf(77), Uint8Array.of(1)]]);
		expect(store.reads).toBeLessThanOrEqual(6);
		expect(store.writes).toBe(store.reads);
		store.reads = store.writes = 0;
		trie.update(Array.from({ length: 100 }, (_, i): TrieEntry => [hashOf(i * 50), Uint8Array.of(1)]));
		// One root, sixteen nodes below, and for each change at most four more.
		expect(store.reads).toBeLessThanOrEqual(17 + 4 * 100);
		expect(store.writes).toBe(store.reads);
	});
});

describe("nodes that are missing or wrong", () => {
	/** Two leaves under the nibble 1, which fall together when one goes, and one under 2. */
	const key = (...bytes: number[]): Uint8Array => Uint8Array.of(...bytes, ...new Uint8Array(30));
	const long = new Uint8Array(40).fill(7);
	const entries: TrieEntry[] = [
		[key(0x1a, 0xb0), long],
		[key(0x1b, 0xc0), long],
		[key(0x20, 0x00), long],
	];

	function createTrie(): { store: CountingStore; trie: Trie } {
		const store = new CountingStore();
		const trie = new Trie(store);
		trie.update(entries);
		return { store, trie };
	}

	/** Hash of the node that the proof of a key has at a place. */
	const hashInProof = (trie: Trie, of: Uint8Array, place: number): Uint8Array =>
		keccak256(trie.createProof(of).at(place)!);

	test("a missing node is named by its path", () => {
		const { store, trie } = createTrie();
		store.missing = hashInProof(trie, entries[1]![0], 1);
		const error = catchError(() => trie.get(entries[0]![0])) as MissingNodeError;
		expect(error).toBeInstanceOf(MissingNodeError);
		expect(error.path).toBe("1");
		expect(error.hash).toBe(bytesToHex(store.missing));
		expect(error.account).toBeUndefined();
		expect(error.shortMessage).toBe(`Missing trie node at path 1: ${error.hash}`);
		expect(trie.get(entries[2]![0])).toEqual(long);
		store.missing = trie.root;
		expect(() => trie.get(entries[2]![0])).toThrow(/at the root/);
		expect(() => trie.update([remove(entries[2]![0])])).toThrow(MissingNodeError);
	});

	test("what is left alone under a branch is read, the other branches are not", () => {
		const { store, trie } = createTrie();
		store.missing = hashInProof(trie, entries[1]![0], 2);
		const before = trie.root;
		const error = catchError(() => trie.update([remove(entries[0]![0])])) as MissingNodeError;
		expect(error).toBeInstanceOf(MissingNodeError);
		expect(error.path).toBe("1b");
		expect(trie.root).toEqual(before);
		// It goes, too, or is written anew: then nothing more has to be known of it.
		trie.update([remove(entries[0]![0]), [key(0x1c, 0xd0), long]]);
		expect(trie.root).toEqual(computeTrieRoot([entries[1]!, entries[2]!, [key(0x1c, 0xd0), long]]));
		// An error in between leaves no traces in the next update.
		store.missing = undefined;
		trie.update([remove(key(0x1c, 0xd0))]);
		expect(trie.root).toEqual(computeTrieRoot([entries[1]!, entries[2]!]));
	});

	test("what is no node is refused, whatever it is", () => {
		const wrong = [
			"0x",
			"0x00",
			"0xc0",
			"0xc101",
			"0xc3010203",
			"0xc28080",
			"0xc24101",
			"0xc20101",
			"0xc3c02001",
			"0xc220c0",
			"0xc21180",
			"0xd38080808080808080808080808080808080808080",
			"0xf800",
			"0xffffffffffffffffff",
			"0xc882200180",
			`0xd1${"80".repeat(16)}c0`,
			`0xd1c1${"80".repeat(16)}`,
		];
		for (const hex of wrong) {
			const store = new MemoryNodeStore();
			const node = hexToBytes(hex);
			const root = keccak256(node);
			store.putNode(root, node);
			const attempts = [0x00, 0x10].flatMap((byte) => [
				() => new Trie(store, root).get(Uint8Array.of(byte)),
				() => new Trie(store, root).get(new Uint8Array(0)),
				() => new Trie(store, root).update([[Uint8Array.of(byte), Uint8Array.of(1)]]),
				() => new Trie(store, root).update([remove(Uint8Array.of(byte))]),
			]);
			let refusals = 0;
			for (const attempt of attempts) {
				const error = catchError(attempt);
				if (error === undefined) continue;
				expect(error, hex).toBeInstanceOf(InvalidNodeError);
				refusals++;
			}
			expect(refusals, hex).toBeGreaterThan(0);
		}
	});

	test("a mutated node is refused, or is another trie: no untyped error in 20,000", () => {
		const { store, trie } = createTrie();
		trie.update([
			[Uint8Array.of(0x1a), Uint8Array.of(5)],
			[Uint8Array.of(0x33), Uint8Array.of(6)],
			[Uint8Array.of(0x34), Uint8Array.of(7)],
		]);
		const nodes = store.nodes();
		let state = 99;
		const random = (below: number): number => {
			state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
			return Math.floor((state / 2 ** 32) * below);
		};
		let refused = 0;
		for (let i = 0; i < 20_000; i++) {
			let node = nodes[random(nodes.length)]!.slice();
			for (let n = random(3); n >= 0; n--) {
				if (random(4) === 0) node = node.slice(0, random(node.length + 1));
				else if (node.length > 0) node[random(Math.min(node.length, 1 + random(60)))] = random(256);
			}
			const root = keccak256(node);
			store.putNode(root, node);
			const mutated = new Trie(store, root);
			const error = catchError(() => {
				mutated.get(entries[random(3)]![0]);
				mutated.update([remove(entries[random(3)]![0]), [Uint8Array.of(random(256)), Uint8Array.of(1)]]);
			});
			if (error === undefined) continue;
			refused++;
			if (!(error instanceof InvalidNodeError || error instanceof MissingNodeError)) throw error;
		}
		expect(refused).toBeGreaterThan(10_000);
		expect(refused).toBeLessThan(20_000);
	});
});

function catchError(run: () => unknown): unknown {
	try {
		run();
	} catch (error) {
		return error;
	}
	return undefined;
}
