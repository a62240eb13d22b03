import { expect, test } from "vitest";
import { equalBytes } from "../../bytes/bytes.js";
import { bytesToHex } from "../../bytes/hex.js";
import { bigIntToBytes } from "../../bytes/integer.js";
import { keccak256 } from "../../crypto/keccak256.js";
import { MemoryNodeStore } from "./memory-node-store.js";

const nodeOf = (n: number): Uint8Array => new Uint8Array(33 + (n % 500)).fill(n);
/** Not all hashes, but found like them: some agree in their first half, and some in their second. */
function keyOf(n: number): Uint8Array {
	const key = keccak256(bigIntToBytes(BigInt(n), 32));
	if (n % 3 === 1) key.fill(7, 16);
	if (n % 300 === 2) key.fill(7, 0, 16);
	return key;
}

test("finds every node that was put, and no other", () => {
	const store = new MemoryNodeStore();
	for (let n = 1; n <= 30_000; n++) store.putNode(keyOf(n), nodeOf(n));
	expect(store.count).toBe(30_000);
	let wrong = 0;
	for (let n = 1; n <= 30_000; n++) {
		if (!equalBytes(store.getNode(keyOf(n)) ?? new Uint8Array(0), nodeOf(n))) wrong++;
		if (!store.hasNode(keyOf(n)) || store.hasNode(keyOf(n + 40_000))) wrong++;
	}
	expect(wrong).toBe(0);
	expect(store.getNode(keyOf(40_000))).toBeUndefined();
	expect(store.getNode(new Uint8Array(32))).toBeUndefined();
});

test("keeps copies, of equal ones the first, in the order they came", () => {
	const store = new MemoryNodeStore();
	const nodes = [40, 5_000_000, 100, 0].map((size, i) => new Uint8Array(size).fill(i + 1));
	const hashes = nodes.map((node) => keccak256(node));
	nodes.forEach((node, i) => {
		store.putNode(hashes[i]!, node);
		store.putNode(hashes[i]!, new Uint8Array(3));
	});
	const given = nodes[0]!.slice();
	nodes[0]!.fill(0);
	expect(store.getNode(hashes[0]!)).toEqual(given);
	expect(store.count).toBe(4);
	expect(store.sizeBytes).toBe(5_000_140);
	expect(store.nodes().map((node) => bytesToHex(keccak256(node)))).toEqual(hashes.map(bytesToHex));
});
