import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { compareBytes } from "../../packages/evm/src/bytes/bytes.js";
import { bytesToHex, hexToBytes } from "../../packages/evm/src/bytes/hex.js";
import { keccak256 } from "../../packages/evm/src/crypto/keccak256.js";
import { computeTrieRoot, type TrieEntry } from "../../packages/evm/src/state/trie/trie-root.js";
import { fixturesDir, readJson } from "../fixtures.js";

type Input = Record<string, string | null> | [key: string, value: string | null][];
type TrieTests = Record<string, { in: Input; root: string }>;
type OrderTests = Record<string, { in: string[]; tests: [key: string, previous: string, next: string][] }>;

function toBytes(text: string): Uint8Array {
	return text.startsWith("0x") ? hexToBytes(text) : new TextEncoder().encode(text);
}

const folder = fixturesDir();

describe.skipIf(folder === undefined)("TrieTests", () => {
	const files: [name: string, count: number][] = [
		["trietest", 5],
		["trietest_secureTrie", 3],
		["trieanyorder", 7],
		["trieanyorder_secureTrie", 7],
		["hex_encoded_securetrie_test", 3],
	];
	test.each(files)("%s: %i cases", (file, count) => {
		const isSecure = file.toLowerCase().includes("secure");
		const cases = Object.entries(readJson(join(folder!, `ef-basic/TrieTests/${file}.json.gz`)) as TrieTests);
		for (const [name, { in: input, root }] of cases) {
			const pairs = Array.isArray(input) ? input : Object.entries(input);
			const entries = pairs.map(([key, value]): TrieEntry => {
				const bytes = toBytes(key);
				return [isSecure ? keccak256(bytes) : bytes, value === null ? new Uint8Array(0) : toBytes(value)];
			});
			expect(bytesToHex(computeTrieRoot(entries)), name).toBe(root);
			// Only the list form depends on order: an object's keys are all different.
			if (!Array.isArray(input)) expect(bytesToHex(computeTrieRoot(entries.reverse())), name).toBe(root);
		}
		expect(cases.length).toBe(count);
	});

	test("trietestnextprev: 12 neighbours", () => {
		const cases = Object.values(readJson(join(folder!, "ef-basic/TrieTests/trietestnextprev.json.gz")) as OrderTests);
		let passed = 0;
		for (const { in: keys, tests } of cases) {
			const sorted = keys.map(toBytes).sort(compareBytes);
			const textOf = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes ?? new Uint8Array(0));
			for (const [key, previous, next] of tests) {
				const bytes = toBytes(key);
				expect(textOf(sorted.findLast((other) => compareBytes(other, bytes) < 0)), key).toBe(previous);
				expect(textOf(sorted.find((other) => compareBytes(other, bytes) > 0)), key).toBe(next);
				passed++;
			}
		}
		expect(passed).toBe(12);
	});
});
