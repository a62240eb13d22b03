import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bytesToHex } from "../../bytes/hex.js";
import { emptyRootHash, keccak256 } from "../../crypto/keccak256.js";
import type { StateChanges } from "../database.js";
import { type AccountProof, createAccountProof, parseAccountProof, verifyAccountProof } from "./account-proof.js";
import { MemoryNodeStore } from "./memory-node-store.js";
import { InvalidProofError, type ProofFault, verifyProof } from "./proof.js";
import { StateTrie } from "./state-trie.js";
import { Trie } from "./trie.js";
import type { TrieEntry } from "./trie-root.js";

const shortKey = fc.array(fc.constantFrom(0x00, 0x01, 0x10, 0xff), { maxLength: 4 }).map((k) => Uint8Array.from(k));
const hashedKey = fc.nat(60).map((n) => keccak256(Uint8Array.of(n)));
const value = fc.oneof(fc.uint8Array({ minLength: 1, maxLength: 3 }), fc.uint8Array({ minLength: 30, maxLength: 50 }));

function faultOf(run: () => unknown): ProofFault | undefined {
	try {
		run();
	} catch (error) {
		if (error instanceof InvalidProofError) return error.fault;
		throw error;
	}
	return undefined;
}

describe("proofs", () => {
	test.each([
		["keys that begin others", shortKey],
		["hashed keys", hashedKey],
	])("show what the trie has, or that it has nothing: %s", (_, key) => {
		fc.assert(
			fc.property(fc.array(fc.tuple(key, value), { maxLength: 40 }), key, (entries, other) => {
				const trie = new Trie();
				trie.update(entries);
				for (const k of [...entries.map(([k]) => k), other]) {
					const proof = trie.createProof(k);
					const proven = verifyProof(trie.root, k, proof);
					expect(proven).toEqual(trie.get(k));
				}
			}),
			{ numRuns: 200 },
		);
	});

	test("a changed proof proves nothing else: 20,000 mutations", () => {
		const entries = Array.from(
			{ length: 200 },
			(_, i): TrieEntry => [keccak256(Uint8Array.of(i)), Uint8Array.of(i, 1)],
		);
		const trie = new Trie();
		trie.update(entries);
		let state = 7;
		const random = (below: number): number => {
			state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
			return Math.floor((state / 2 ** 32) * below);
		};
		const faults = new Map<ProofFault | undefined, number>();
		for (let i = 0; i < 20_000; i++) {
			const [key, known] = entries[random(entries.length)]!;
			const proof = trie.createProof(key);
			const place = random(proof.length);
			const kind = random(4);
			if (kind === 0) proof[place]![random(proof[place]!.length)]! ^= 1 + random(255);
			else if (kind === 1) proof.splice(place, 1);
			else if (kind === 2) proof.splice(place, 0, proof[random(proof.length)]!);
			else proof[place] = proof[place]!.slice(0, random(proof[place]!.length));
			let proven: Uint8Array | undefined;
			const fault = faultOf(() => {
				proven = verifyProof(trie.root, key, proof);
			});
			if (fault === undefined) expect(proven).toEqual(known);
			faults.set(fault, (faults.get(fault) ?? 0) + 1);
		}
		expect(faults.get(undefined)).toBeUndefined();
		expect([...faults.keys()].sort()).toEqual(["incomplete", "unused-nodes", "wrong-hash"]);
	});

	test("of an empty trie have no nodes, or its one byte", () => {
		const { root } = new Trie();
		const key = Uint8Array.of(1);
		expect(new Trie().createProof(key)).toEqual([]);
		expect(verifyProof(root, key, [])).toBeUndefined();
		expect(verifyProof(root, key, [Uint8Array.of(0x80)])).toBeUndefined();
		expect(faultOf(() => verifyProof(root, key, [Uint8Array.of(0x81)]))).toBe("wrong-hash");
		expect(faultOf(() => verifyProof(root, key, [Uint8Array.of(0x80), Uint8Array.of(0x80)]))).toBe("unused-nodes");
	});

	test("a node with the right hash that is no node is malformed", () => {
		for (const bytes of [[], [0x00], [0xc0], [0xc3, 1, 2, 3], [0xff], [0xc2, 0x41, 0x01]]) {
			const node = Uint8Array.from(bytes);
			expect(faultOf(() => verifyProof(keccak256(node), Uint8Array.of(1), [node]))).toBe("malformed");
		}
	});
});

describe("proofs of accounts", () => {
	const address = "0x00000000000000000000000000000000000000aa";
	const plain = "0x00000000000000000000000000000000000000bb";
	const absent = "0x00000000000000000000000000000000000000cc";
	const codeHash = bytesToHex(keccak256(Uint8Array.of(0)));
	const changes: StateChanges = [
		{
			address,
			account: { nonce: 1n, balance: 5n, codeHash },
			code: undefined,
			storageCleared: false,
			storage: new Map([
				[1n, 7n],
				[2n, 1n << 255n],
			]),
		},
		{
			address: plain,
			account: { nonce: 0n, balance: 300n, codeHash },
			code: undefined,
			storageCleared: false,
			storage: new Map(),
		},
	];
	const trie = new StateTrie(new MemoryNodeStore());
	const root = trie.applyChanges(changes);

	test("say what the state says", () => {
		const proof = createAccountProof(trie.store, root, address, [1n, 2n, 3n]);
		expect(proof).toMatchObject({ address, nonce: 1n, balance: 5n, codeHash });
		expect(proof.storageProof.map(({ value }) => value)).toEqual([7n, 1n << 255n, 0n]);
		verifyAccountProof(root, proof);
		verifyAccountProof(root, createAccountProof(trie.store, root, plain, [1n]));
		const missing = createAccountProof(trie.store, root, absent, [1n]);
		expect(missing).toMatchObject({ nonce: 0n, balance: 0n, storageHash: emptyRootHash });
		verifyAccountProof(root, missing);
		verifyAccountProof(root, { ...missing, codeHash: `0x${"0".repeat(64)}`, storageHash: `0x${"0".repeat(64)}` });
	});

	test("that say anything else are refused", () => {
		const proof = createAccountProof(trie.store, root, address, [1n]);
		const [slot] = proof.storageProof;
		const wrong: [Partial<AccountProof>, ProofFault][] = [
			[{ nonce: 2n }, "wrong-value"],
			[{ balance: 6n }, "wrong-value"],
			[{ codeHash: emptyRootHash }, "wrong-value"],
			[{ codeHash: `0x${"0".repeat(64)}` }, "wrong-value"],
			[{ storageHash: emptyRootHash }, "wrong-value"],
			[{ address: plain }, "wrong-hash"],
			[{ accountProof: [] }, "incomplete"],
			[{ accountProof: [...proof.accountProof, "0x80"] }, "unused-nodes"],
			[{ accountProof: ["0x1"] }, "malformed"],
			[{ storageProof: [{ ...slot!, value: 8n }] }, "wrong-value"],
			[{ storageProof: [{ ...slot!, value: 0n }] }, "wrong-value"],
			[{ storageProof: [{ ...slot!, key: 2n }] }, "incomplete"],
			[{ storageProof: [{ ...slot!, proof: [] }] }, "incomplete"],
		];
		for (const [fields, fault] of wrong) {
			const found = faultOf(() => verifyAccountProof(root, { ...proof, ...fields }));
			expect([JSON.stringify(Object.keys(fields)), found === "wrong-hash" ? "incomplete" : found]).toEqual([
				JSON.stringify(Object.keys(fields)),
				fault === "wrong-hash" ? "incomplete" : fault,
			]);
		}
	});

	test("a leaf that holds no account, or no value, is malformed", () => {
		const accounts = new Trie();
		for (const leaf of [[0x01], [0xc0], new Array(90).fill(0xa0), [0xf8, 0x44, ...new Array(68).fill(0)]]) {
			accounts.update([[keccak256(new Uint8Array(20)), Uint8Array.from(leaf)]]);
			const proof = { ...createAccountProof(trie.store, root, absent), address: `0x${"00".repeat(20)}` as const };
			const nodes = accounts.createProof(keccak256(new Uint8Array(20))).map(bytesToHex);
			const run = (): void => verifyAccountProof(bytesToHex(accounts.root), { ...proof, accountProof: nodes });
			expect(faultOf(run)).toBe("malformed");
		}
	});

	test("JSON is read, or refused in a word", () => {
		const proof = createAccountProof(trie.store, root, address, [1n]);
		const toText = (_: string, v: unknown): unknown => (typeof v === "bigint" ? `0x${v.toString(16)}` : v);
		const json = JSON.parse(JSON.stringify(proof, toText)) as Record<string, unknown>;
		expect(parseAccountProof(json)).toEqual(proof);
		const wrong = [
			null,
			[],
			"0x",
			{},
			...Object.keys(json).map((name) => ({ ...json, [name]: 5 })),
			...Object.keys(json).map((name) => ({ ...json, [name]: ["0x0"] })),
			{ ...json, balance: "5" },
			{ ...json, balance: `0x1${"0".repeat(64)}` },
			{ ...json, storageProof: [{ key: "0x1", value: "0x", proof: [] }] },
		];
		for (const input of wrong) expect(faultOf(() => parseAccountProof(input))).toBe("malformed");
	});
});
