import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { bytesToHex, type Hash, hexToBytes, resolveSpec } from "@evmore/evm";
import { sizeBlock } from "@evmore/evm/block";
import { keccak256 } from "@evmore/evm/crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { commitFirstBlock, createDevGenesis, createGenesisBlock } from "../../packages/node/src/chain/genesis.js";
import type { Commit, StoredBlock } from "../../packages/node/src/database/database.js";
import { MemoryDatabase } from "../../packages/node/src/database/memory-database.js";
import {
	CorruptDatabaseError,
	DatabaseInUseError,
	LmdbDatabase,
	UnknownDatabaseError,
	verifyDatabase,
} from "../../packages/node/src/persistence/index.js";
import { identifyProcess, isRunning } from "../../packages/node/src/persistence/process-identity.js";
import { newFolder } from "./new-folder.js";

const spec = resolveSpec("Osaka");

function genesisCommit(): Commit {
	const genesis = createDevGenesis({
		spec,
		accounts: ["0x00000000000000000000000000000000000000aa"],
		balance: 10n ** 18n,
		gasLimit: 30_000_000n,
		baseFee: 10n ** 9n,
		timestamp: 1n,
		number: 0n,
		hasCreate2Deployer: true,
		coinbase: "0x0000000000000000000000000000000000000000",
	});
	return commitFirstBlock(createGenesisBlock(new MemoryDatabase(), genesis, spec));
}

const genesisBlock = genesisCommit().blocks![0]!;

function hashOf(text: string): Hash {
	return bytesToHex(keccak256(new TextEncoder().encode(text)));
}

/** Something that looks like a block; its transactions are names only. */
function makeBlock(name: number, hashes: readonly Hash[]): StoredBlock {
	const { header } = genesisBlock.block;
	const block = sizeBlock({
		header: { ...header, extraData: Uint8Array.of(name) },
		transactions: [],
		ommers: [],
		withdrawals: [],
	});
	return {
		block,
		receipts: [],
		senders: [],
		hashes,
		totalDifficulty: BigInt(name) << 70n,
		stateRoot: hashOf(`root ${name}`),
	};
}

test("a commit is there after the folder is opened again, all of it", async () => {
	const folder = newFolder();
	const commit = genesisCommit();
	const first = new LmdbDatabase(folder);
	await first.commit(commit);
	await first.close();
	const second = new LmdbDatabase(folder);
	const [stored] = commit.blocks!;
	expect(second.getHead()).toBe(stored!.block.hash);
	expect(second.getCanonicalHash(0n)).toBe(stored!.block.hash);
	expect(second.getBlock(stored!.block.hash)).toEqual(stored);
	for (const [hash, node] of commit.state!.nodes) expect(second.getNode(hash)).toEqual(node);
	for (const [hash, code] of commit.state!.codes) expect(second.getCode(hash)).toEqual(code);
	for (const [hash, value] of commit.state!.preimages) expect(second.getPreimage(hash)).toBe(value);
	expect(commit.state!.nodes.length).toBeGreaterThan(5);
	await second.close();
});

const names = fc.integer({ min: 0, max: 9 });
const commits = fc.array(
	fc.record({
		blocks: fc.array(fc.tuple(names, fc.uniqueArray(names, { maxLength: 4 })), { maxLength: 3 }),
		canonical: fc.uniqueArray(fc.tuple(fc.bigInt({ min: 0n, max: 4n }), fc.option(names, { nil: undefined })), {
			maxLength: 3,
			selector: ([number]) => number,
		}),
	}),
	{ maxLength: 8 },
);

test("answers what the database in memory answers, whatever is committed", async () => {
	await fc.assert(
		fc.asyncProperty(commits, async (list) => {
			const folder = newFolder();
			const memory = new MemoryDatabase();
			let lmdb = new LmdbDatabase(folder);
			for (const [round, { blocks, canonical }] of list.entries()) {
				const known = (name: number): boolean => memory.getBlock(makeBlock(name, []).block.hash) !== undefined;
				const made = blocks.map(([name, hashes]) =>
					makeBlock(
						name,
						hashes.map((each) => hashOf(`tx ${each}`)),
					),
				);
				const given = new Set(blocks.map(([name]) => name));
				const commit: Commit = {
					blocks: made,
					canonical: canonical
						.filter(([, name]) => name === undefined || known(name) || given.has(name))
						.map(([number, name]) => [number, name === undefined ? undefined : makeBlock(name, []).block.hash]),
					...(made.length > 0 && { head: made[0]!.block.hash }),
				};
				memory.commit(commit);
				await lmdb.commit(commit);
				if (round % 3 === 2) {
					await lmdb.close();
					lmdb = new LmdbDatabase(folder);
				}
				expect(lmdb.getHead()).toBe(memory.getHead());
				for (let each = 0; each < 10; each++) {
					const { hash } = makeBlock(each, []).block;
					expect(lmdb.getBlock(hash)).toEqual(memory.getBlock(hash));
					expect(lmdb.getCanonicalHash(BigInt(each))).toBe(memory.getCanonicalHash(BigInt(each)));
					const transaction = hashOf(`tx ${each}`);
					expect(lmdb.getTransactionPlace(transaction)).toEqual(memory.getTransactionPlace(transaction));
				}
			}
			await lmdb.close();
		}),
		{ numRuns: 30 },
	);
});

test("the folder belongs to one process at a time, and to nobody after it", async () => {
	const folder = newFolder();
	const database = new LmdbDatabase(folder);
	await database.commit(genesisCommit());
	expect(() => new LmdbDatabase(folder)).toThrow(DatabaseInUseError);
	const reader = new LmdbDatabase(folder, { readOnly: true });
	expect(reader.getHead()).toBe(genesisBlock.block.hash);
	await reader.close();
	await database.close();
	const again = new LmdbDatabase(folder);
	await again.close();
});

test("a process that has ended is told from one that runs", () => {
	expect(isRunning(identifyProcess())).toBe(true);
	const { pid } = spawnSync(process.execPath, ["-e", ""]);
	expect(isRunning(identifyProcess(pid))).toBe(false);
	if (existsSync("/proc/self/stat")) expect(isRunning(`${process.pid} another boot 1`)).toBe(false);
});

test("a folder of something else is refused", () => {
	expect(() => new LmdbDatabase(newFolder(), { readOnly: true })).toThrow(UnknownDatabaseError);
	expect(() => new LmdbDatabase("/dev/null/nothing")).toThrow(UnknownDatabaseError);
});

test("what is written is read back as bytes of its own", async () => {
	const database = new LmdbDatabase(newFolder());
	const code = hexToBytes("0x6001600255");
	await database.commit({ state: { nodes: [], codes: [[hashOf("code"), code]], preimages: [] } });
	const read = database.getCode(hashOf("code"))!;
	read[0] = 0xff;
	expect(database.getCode(hashOf("code"))).toEqual(code);
	await database.close();
});

test("verifying computes every root anew, and finds a flipped bit", async () => {
	const database = new LmdbDatabase(newFolder());
	const commit = genesisCommit();
	await database.commit(commit);
	const nodes = commit.state!.nodes.length;
	expect(verifyDatabase(database)).toEqual({ blocks: 1, transactions: 0, nodes, withoutState: 0, edited: 0 });
	for (const [hash, node] of commit.state!.nodes) {
		const flipped = node.slice();
		flipped[flipped.length >> 1]! ^= 1;
		await database.commit({ state: { nodes: [[hash, flipped]], codes: [], preimages: [] } });
		expect(() => verifyDatabase(database)).toThrow(CorruptDatabaseError);
		await database.commit({ state: { nodes: [[hash, node]], codes: [], preimages: [] } });
	}
	const [codeHash] = commit.state!.codes[0]!;
	await database.commit({ state: { nodes: [], codes: [[codeHash, Uint8Array.of(1)]], preimages: [] } });
	expect(() => verifyDatabase(database)).toThrow(`the code kept as ${codeHash}`);
	await database.close();
});
