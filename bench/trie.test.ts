import { bytesToHex } from "@evmore/evm/bytes";
import { keccak256 } from "@evmore/evm/crypto";
import { encodeAccount, hashAddress, MemoryNodeStore, Trie, type TrieEntry } from "@evmore/evm/state";
import { expect, test } from "vitest";
import { createEthereumjsPeer, createEvmorePeer, type TrieWork } from "./trie-peers.js";

const codeHash = bytesToHex(keccak256(new Uint8Array(0)));
const storageRoot = bytesToHex(keccak256(Uint8Array.of(0x80)));
const addressOf = (n: number): `0x${string}` => `0x${n.toString(16).padStart(40, "0")}`;

function entryOf(n: number, balance: number): TrieEntry {
	const address = addressOf(n);
	const value = encodeAccount({ address, nonce: 1n, balance: BigInt(balance), codeHash, storageRoot });
	return [hashAddress(address).slice(), value];
}

test("@ethereumjs/mpt agrees on changed, new and removed entries, and on accounts", async () => {
	const base = new MemoryNodeStore();
	const trie = new Trie(base);
	const root = trie.update(Array.from({ length: 2000 }, (_, n) => entryOf(n, n)));
	const nodes = base.count;
	const peers = [
		createEvmorePeer(base, () => new MemoryNodeStore()),
		createEthereumjsPeer(base, false),
		createEthereumjsPeer(base, true),
	];
	const works: TrieWork[] = [
		{ kind: "entries", entries: Array.from({ length: 300 }, (_, i) => entryOf(i * 5, 7)) },
		{
			kind: "entries",
			entries: Array.from({ length: 600 }, (_, i) =>
				i % 2 === 0 ? [entryOf(i, 0)[0], new Uint8Array(0)] : entryOf(5000 + i, 1),
			),
		},
		{
			kind: "accounts",
			changes: Array.from({ length: 400 }, (_, i) => ({
				address: addressOf(i * 7),
				account: i % 5 === 0 ? undefined : { nonce: BigInt(i), balance: 3n, codeHash },
				code: undefined,
				storageCleared: false,
				storage: new Map(),
			})),
		},
	];
	for (const work of works) {
		const roots = [];
		for (const peer of peers) roots.push(bytesToHex((await peer.run(root, work)).root));
		expect(new Set(roots).size).toBe(1);
		expect(roots[0]).not.toBe(bytesToHex(root));
	}
	expect(base.count).toBe(nodes);
});
