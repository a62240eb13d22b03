import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bytesToHex } from "../../bytes/hex.js";
import { bigIntToBytes, bigIntToMinimalBytes } from "../../bytes/integer.js";
import { emptyCodeHash, emptyRootHash, keccak256 } from "../../crypto/keccak256.js";
import { encodeRlp, type RlpItem } from "../../rlp/rlp.js";
import { encodeHexPrefix } from "./hex-prefix.js";
import { computeStateRoot, computeStorageRoot, encodeAccount, hashSlot } from "./state-root.js";
import { computeIndexedRoot, computeTrieRoot, type TrieEntry } from "./trie-root.js";

/** Appendix D of the Yellow Paper, function c(J, i), written down without a thought of speed. */
function nodeByDefinition(entries: [nibbles: number[], value: Uint8Array][], depth: number): RlpItem {
	const [first] = entries;
	if (first === undefined) return new Uint8Array(0);
	const [path, value] = first;
	if (entries.length === 1) return [encodeHexPrefix(Uint8Array.from(path.slice(depth)), true), value];
	let shared = depth;
	while (entries.every(([nibbles]) => nibbles.length > shared && nibbles[shared] === path[shared])) shared++;
	if (shared > depth) {
		return [encodeHexPrefix(Uint8Array.from(path.slice(depth, shared)), false), referenceTo(entries, shared)];
	}
	const ending = entries.find(([nibbles]) => nibbles.length === depth);
	const branch: RlpItem[] = [];
	for (let nibble = 0; nibble < 16; nibble++) {
		branch.push(
			referenceTo(
				entries.filter(([nibbles]) => nibbles[depth] === nibble),
				depth + 1,
			),
		);
	}
	return [...branch, ending === undefined ? new Uint8Array(0) : ending[1]];
}

function referenceTo(entries: [nibbles: number[], value: Uint8Array][], depth: number): RlpItem {
	const node = nodeByDefinition(entries, depth);
	const encoded = encodeRlp(node);
	return entries.length === 0 || encoded.length < 32 ? node : keccak256(encoded);
}

function rootByDefinition(entries: readonly TrieEntry[]): Uint8Array {
	const byKey = new Map(entries.map(([key, value]) => [bytesToHex(key), value]));
	const present = [...byKey].filter(([, value]) => value.length > 0);
	const paths = present.map(([key, value]): [number[], Uint8Array] => [
		Array.from(key.slice(2), (digit) => Number.parseInt(digit, 16)),
		value,
	]);
	return keccak256(encodeRlp(nodeByDefinition(paths, 0)));
}

/** Keys that share prefixes, are prefixes of each other, or are equal, often. */
const collidingKey = fc
	.array(fc.constantFrom(0x00, 0x01, 0x10, 0x11, 0xff), { maxLength: 6 })
	.map((k) => Uint8Array.from(k));
const longKey = fc.uint8Array({ minLength: 32, maxLength: 32 });
const someValue = fc.oneof(
	fc.uint8Array({ maxLength: 2 }),
	fc.uint8Array({ minLength: 28, maxLength: 34 }),
	fc.uint8Array({ minLength: 50, maxLength: 300, size: "max" }),
);

describe("computeTrieRoot", () => {
	test("is what the definition says, for colliding keys", () => {
		fc.assert(
			fc.property(fc.array(fc.tuple(collidingKey, someValue), { maxLength: 40 }), (entries) => {
				expect(bytesToHex(computeTrieRoot(entries))).toBe(bytesToHex(rootByDefinition(entries)));
			}),
			{ numRuns: 1000 },
		);
	});

	test("is what the definition says, for keys of 32 bytes", () => {
		fc.assert(
			fc.property(fc.array(fc.tuple(longKey, someValue), { maxLength: 100, size: "max" }), (entries) => {
				expect(bytesToHex(computeTrieRoot(entries))).toBe(bytesToHex(rootByDefinition(entries)));
			}),
			{ numRuns: 100 },
		);
	});

	test("keys of 32 bytes that share 63 nibbles", () => {
		const entries = Array.from(
			{ length: 5 },
			(_, i): TrieEntry => [bigIntToBytes(BigInt(i), 32), Uint8Array.of(i + 1)],
		);
		expect(computeTrieRoot(entries)).toEqual(rootByDefinition(entries));
	});

	test("values larger than the buffer that nodes are written in", () => {
		const entries = [1, 2, 3].map((i): TrieEntry => [Uint8Array.of(i), new Uint8Array(i * 700_000).fill(i)]);
		expect(computeTrieRoot(entries)).toEqual(rootByDefinition(entries));
	});

	test("an empty value removes its key, the last of equal keys counts, the input stays as it is", () => {
		const a = Uint8Array.of(1);
		const entries: TrieEntry[] = [
			[Uint8Array.of(2), a],
			[a, Uint8Array.of(7)],
			[a, new Uint8Array(0)],
		];
		const copy = [...entries];
		expect(computeTrieRoot(entries)).toEqual(computeTrieRoot([[Uint8Array.of(2), a]]));
		expect(entries).toEqual(copy);
		expect(bytesToHex(computeTrieRoot([]))).toBe(emptyRootHash);
		expect(bytesToHex(computeTrieRoot([[a, new Uint8Array(0)]]))).toBe(emptyRootHash);
	});
});

describe("computeIndexedRoot", () => {
	test("keys are the RLP of the indexes", () => {
		for (const count of [0, 1, 2, 17, 127, 128, 129, 300]) {
			const items = Array.from({ length: count }, (_, i) => new Uint8Array(40 + (i % 90)).fill(i + 1));
			const entries = items.map((item, i): TrieEntry => [encodeRlp(bigIntToMinimalBytes(BigInt(i))), item]);
			expect(computeIndexedRoot(items)).toEqual(rootByDefinition(entries));
		}
	});
});

describe("state and storage roots", () => {
	test("storage: keys are hashed, values are RLP, zeros are absent", () => {
		const slots: [bigint, bigint][] = [
			[0n, 5n],
			[1n, 0n],
			[(1n << 256n) - 1n, (1n << 256n) - 1n],
			[1n << 64n, 0x80n],
		];
		const entries = slots
			.filter(([, value]) => value !== 0n)
			.map(([slot, value]): TrieEntry => [keccak256(bigIntToBytes(slot, 32)), encodeRlp(bigIntToMinimalBytes(value))]);
		expect(computeStorageRoot(new Map(slots))).toBe(bytesToHex(rootByDefinition(entries)));
		expect(computeStorageRoot([])).toBe(emptyRootHash);
		expect(computeStorageRoot([[3n, 0n]])).toBe(emptyRootHash);
		expect(
			computeStorageRoot([
				[3n, 1n],
				[3n, 0n],
			]),
		).toBe(emptyRootHash);
	});

	test("state: an account is its nonce, balance, storage root and code hash", () => {
		const address = `0x${"ab".repeat(20)}` as const;
		const account = { address, nonce: 3n, balance: 10n ** 18n, codeHash: emptyCodeHash, storageRoot: emptyRootHash };
		expect(bytesToHex(encodeAccount(account))).toBe(
			`0xf84c03880de0b6b3a7640000a0${emptyRootHash.slice(2)}a0${emptyCodeHash.slice(2)}`,
		);
		const key = keccak256(new Uint8Array(20).fill(0xab));
		expect(computeStateRoot([account])).toBe(bytesToHex(rootByDefinition([[key, encodeAccount(account)]])));
		expect(computeStateRoot([])).toBe(emptyRootHash);
	});

	test("the caches of hashes stay right beyond their size", () => {
		for (let slot = 0n; slot < 20_000n; slot += 1n) hashSlot(slot);
		for (const slot of [0n, 8191n, 8192n, 19_999n, (1n << 64n) - 1n, 1n << 64n, 1n << 255n]) {
			expect(hashSlot(slot)).toEqual(keccak256(bigIntToBytes(slot, 32)));
			expect(hashSlot(slot)).toEqual(keccak256(bigIntToBytes(slot, 32)));
		}
	});
});
