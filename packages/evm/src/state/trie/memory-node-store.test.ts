import { expect, test } from "vitest";
import { bytesToHex } from "../../bytes/hex.js";
import { bigIntToBytes } from "../../bytes/integer.js";
import { keccak256 } from "../../crypto/keccak256.js";
import { MemoryNodeStore } from "./memory-node-store.js";

const nodeOf = (n: number): Uint8Array => new Uint8Array(33 + (n % 500)).fill(n);
/** Not hashes, but found like them; many agree in their first bytes. */
const keyOf = (n: number): Uint8Array => bigIntToBytes(BigInt(n) << (n % 2 === 0 ? 0n : 200n), 32);

test("finds every node that was put, and no other", () => {
	const store = new MemoryNodeStore();
	for (let n = 1; n <= 30_000; n++) store.putNode(keyOf(n), nodeOf(n));
	expect(store.count).toBe(30_000);
	for (let n = 1; n <= 30_000; n += 7) {
		expect(store.getNode(keyOf(n)), `node ${n}`).toEqual(nodeOf(n));
		expect(store.hasNode(keyOf(n))).toBe(true);
		expect(store.getNode(keyOf(n + 40_000))).toBeUndefined();
	}
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
