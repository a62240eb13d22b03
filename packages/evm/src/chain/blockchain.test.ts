import { describe, expect, test } from "vitest";
import { type Block, encodeBlock } from "../block/block.js";
import { computeDifficulty } from "../block/difficulty.js";
import { emptyOmmersHash } from "../block/empty-hashes.js";
import { createGenesisHeader, type Genesis, parseGenesis } from "../block/genesis.js";
import { type BlockHeader, hashHeader } from "../block/header.js";
import type { Address } from "../bytes/address.js";
import { emptyRootHash } from "../crypto/keccak256.js";
import type { Chain } from "../spec/chain.js";
import { mainnet } from "../spec/chains/index.js";
import { resolveSpec } from "../spec/spec.js";
import { parseTransition, transitionChain } from "../spec/transition.js";
import { MemoryState } from "../state/memory-state.js";
import { Blockchain, BlockchainBusyError, UnknownStateError } from "./blockchain.js";

const ether = 10n ** 18n;
const network: Chain = { ...mainnet, activations: [{ fork: "Frontier", block: 0 }], daoForkBlock: undefined };
const genesis: Genesis = parseGenesis({
	difficulty: "0x40000",
	gasLimit: "0x989680",
	alloc: { "0x00000000000000000000000000000000000000aa": { balance: "0x64", storage: { "0x01": "0x02" } } },
});

function miner(id: number): Address {
	return `0x${id.toString(16).padStart(40, "0")}`;
}

/** A block without transactions, and the state after it by simple counting: each block pays its miner 5 ether. */
interface Mined {
	readonly block: Block;
	readonly hash: `0x${string}`;
	readonly balances: ReadonlyMap<Address, bigint>;
}

const genesisHeader = createGenesisHeader(genesis, resolveSpec("Frontier"));
const first: Mined = {
	block: { header: genesisHeader, transactions: [], ommers: [], withdrawals: undefined },
	hash: hashHeader(genesisHeader),
	balances: new Map([[miner(0xaa), 100n]]),
};

function stateOf(balances: ReadonlyMap<Address, bigint>): MemoryState {
	const state = new MemoryState();
	for (const [address, balance] of balances) {
		state.setAccount(address, { balance, ...(address === miner(0xaa) && { storage: [[1n, 2n] as const] }) });
	}
	return state;
}

function mine(parent: Mined, by: number, seconds = 10n, change: Partial<BlockHeader> = {}): Mined {
	const before = parent.block.header;
	const coinbase = miner(by);
	const balances = new Map(parent.balances);
	balances.set(coinbase, (balances.get(coinbase) ?? 0n) + 5n * ether);
	const number = before.number + 1n;
	const timestamp = before.timestamp + seconds;
	const header: BlockHeader = {
		...before,
		parentHash: parent.hash,
		ommersHash: emptyOmmersHash,
		coinbase,
		number,
		timestamp,
		difficulty: computeDifficulty(resolveSpec("Frontier"), {
			parentDifficulty: before.difficulty,
			parentTimestamp: before.timestamp,
			parentHasOmmers: false,
			timestamp,
			number,
		}),
		stateRoot: stateOf(balances).stateRoot(),
		...change,
	};
	return { block: { ...parent.block, header }, hash: hashHeader(header), balances };
}

/** A chain of blocks over a parent. */
function mineMany(parent: Mined, count: number, by: number, seconds = 10n): Mined[] {
	const blocks: Mined[] = [];
	for (let i = 0; i < count; i++) blocks.push(mine(blocks.at(-1) ?? parent, by, seconds));
	return blocks;
}

function expectHead(chain: Blockchain, mined: Mined): void {
	expect(chain.headHash).toBe(mined.hash);
	expect(chain.state.stateRoot()).toBe(mined.block.header.stateRoot);
	expect((chain.state as MemoryState).storageOf(miner(0xaa)).get(1n)).toBe(2n);
}

describe("Blockchain", () => {
	test("begins with its genesis", () => {
		const chain = new Blockchain({ network, genesis });
		expectHead(chain, first);
		expect(chain.totalDifficulty).toBe(0x40000n);
	});

	test("imports objects and RLP, knows what it has", () => {
		const chain = new Blockchain({ network, genesis });
		const [a, b] = mineMany(first, 2, 1);
		expect(chain.import(a!.block)).toMatchObject({ status: "imported", hash: a!.hash, isHead: true });
		expect(chain.import(encodeBlock(b!.block))).toMatchObject({ status: "imported", hash: b!.hash, isHead: true });
		expect(chain.import(a!.block)).toEqual({ status: "known", hash: a!.hash });
		expectHead(chain, b!);
		expect(chain.hashAt(0n)).toBe(first.hash);
		expect(chain.hashAt(1n)).toBe(a!.hash);
		expect(chain.hashAt(3n)).toBeUndefined();
		expect(chain.header(b!.hash)).toEqual(b!.block.header);
		expect(chain.totalDifficulty).toBe(0x40000n + a!.block.header.difficulty + b!.block.header.difficulty);
	});

	test("refusals: no parent, no block, a bad block; nothing changes", () => {
		const chain = new Blockchain({ network, genesis });
		const [a, b] = mineMany(first, 2, 1);
		expect(chain.import(b!.block)).toMatchObject({ exception: "BlockException.UNKNOWN_PARENT" });
		expect(chain.import(Uint8Array.of(0xc1))).toMatchObject({ exception: "BlockException.RLP_STRUCTURES_ENCODING" });
		const wrong = mine(first, 1, 10n, { stateRoot: emptyRootHash });
		expect(chain.import(wrong.block)).toMatchObject({ exception: "BlockException.INVALID_STATE_ROOT" });
		expectHead(chain, first);
		expect(chain.header(wrong.hash)).toBeUndefined();
		chain.import(a!.block);
		expectHead(chain, a!);
	});

	test.each<[string, Partial<BlockHeader>]>([
		["INVALID_GAS_USED", { gasUsed: 1n }],
		["INVALID_LOG_BLOOM", { logsBloom: new Uint8Array(256).fill(1) }],
		["INVALID_RECEIPTS_ROOT", { receiptsRoot: first.hash }],
		["INVALID_TRANSACTIONS_ROOT", { transactionsRoot: first.hash }],
		["INVALID_UNCLES_HASH", { ommersHash: first.hash }],
	])("%s", (name, change) => {
		const chain = new Blockchain({ network, genesis });
		expect(chain.import(mine(first, 1, 10n, change).block)).toMatchObject({ exception: `BlockException.${name}` });
		expectHead(chain, first);
	});

	test("the highest total difficulty is the head, the first seen of equals", () => {
		const chain = new Blockchain({ network, genesis });
		const slow = mineMany(first, 3, 1, 20n);
		const rival = mine(first, 2, 20n);
		const fast = mineMany(first, 3, 3, 10n);
		for (const { block } of slow) expect(chain.import(block)).toMatchObject({ isHead: true });
		expect(chain.import(rival.block)).toMatchObject({ isHead: false });
		expectHead(chain, slow[2]!);
		expect(chain.import(fast[0]!.block)).toMatchObject({ isHead: false });
		expect(chain.import(fast[1]!.block)).toMatchObject({ isHead: false });
		expectHead(chain, slow[2]!);
		expect(chain.import(fast[2]!.block)).toMatchObject({ isHead: true });
		expectHead(chain, fast[2]!);
		// A longer one that is no heavier does not win; one block more does.
		const longer = mineMany(slow[2]!, 1, 4, 10n);
		expect(chain.import(longer[0]!.block)).toMatchObject({ isHead: true });
		expectHead(chain, longer[0]!);
		expect(chain.hashAt(1n)).toBe(slow[0]!.hash);
		expect(chain.stateAt(fast[1]!.hash).stateRoot()).toBe(fast[1]!.block.header.stateRoot);
		expectHead(chain, longer[0]!);
	});

	test("equal difficulty: the first stays", () => {
		const chain = new Blockchain({ network, genesis });
		const [one, two] = [mine(first, 1), mine(first, 2)];
		chain.import(one.block);
		expect(chain.import(two.block)).toMatchObject({ isHead: false });
		expectHead(chain, one);
	});

	test("a refused block on a side chain leaves the head alone", () => {
		const chain = new Blockchain({ network, genesis });
		const main = mineMany(first, 5, 1);
		for (const { block } of main) chain.import(block);
		const side = mine(main[0]!, 2, 10n, { stateRoot: emptyRootHash });
		expect(chain.import(side.block)).toMatchObject({ exception: "BlockException.INVALID_STATE_ROOT" });
		expectHead(chain, main[4]!);
	});

	test("states are kept for a while", () => {
		const chain = new Blockchain({ network, genesis, keptStates: 3 });
		const main = mineMany(first, 10, 1);
		for (const { block } of main) chain.import(block);
		expectHead(chain, main[9]!);
		expect(chain.stateAt(main[6]!.hash).stateRoot()).toBe(main[6]!.block.header.stateRoot);
		expect(() => chain.stateAt(main[2]!.hash)).toThrow(UnknownStateError);
		expect(() => chain.stateAt(emptyRootHash)).toThrow(UnknownStateError);
		expectHead(chain, main[9]!);
		const side = mine(main[2]!, 2);
		expect(chain.import(side.block)).toMatchObject({ exception: "BlockException.PARENT_STATE_UNAVAILABLE" });
		expect(chain.import(mine(main[6]!, 2).block)).toMatchObject({ status: "imported", isHead: false });
		expectHead(chain, main[9]!);
	});

	test("asynchronously", async () => {
		const chain = new Blockchain({ network, genesis });
		const mined = mine(first, 1);
		expect(await chain.importAsync(mined.block)).toMatchObject({ status: "imported" });
		expectHead(chain, mined);
	});

	test("an import within an import is refused", () => {
		const mined = mine(first, 1);
		let faults = 0;
		let chain: Blockchain | undefined;
		const importing = new Blockchain({
			network,
			genesis,
			specOf: (fork) => {
				if (chain !== undefined) {
					expect(() => chain?.import(mined.block)).toThrow(BlockchainBusyError);
					faults++;
				}
				return resolveSpec(fork);
			},
		});
		chain = importing;
		expect(importing.import(mined.block)).toMatchObject({ status: "imported" });
		expect(faults).toBe(1);
		expectHead(importing, mined);
	});

	test("proof of work is checked when that is asked for", () => {
		const chain = new Blockchain({ network, genesis, verifySeals: true });
		// Nobody worked for this block.
		expect(chain.import(mine(first, 1).block)).toMatchObject({ exception: "BlockException.INVALID_SEAL" });
		expectHead(chain, first);
	});

	test("proof of stake takes over at the terminal total difficulty", () => {
		const name = "ArrowGlacierToParisAtDiffC0000";
		const chain = new Blockchain({ network: transitionChain(name, parseTransition(name)!), genesis });
		const position = { number: 1n, timestamp: 10n, parentHash: chain.headHash };
		expect(chain.rulesFor(position)?.fork).toBe("ArrowGlacier");
		expect(chain.rulesFor({ ...position, parentHash: emptyRootHash })).toBeUndefined();
		const heavy = parseGenesis({ difficulty: "0xC0000", gasLimit: "0x989680" });
		const later = new Blockchain({ network: transitionChain(name, parseTransition(name)!), genesis: heavy });
		expect(later.rulesFor({ ...position, parentHash: later.headHash })?.fork).toBe("Paris");
	});

	test("under proof of stake the latest valid block is the head", () => {
		const staked: Chain = { ...network, activations: [{ fork: "Paris", block: 0 }] };
		const begin = parseGenesis({ gasLimit: "0x989680", baseFeePerGas: "0x7", alloc: {} });
		const chain = new Blockchain({ network: staked, genesis: begin });
		const next = (parent: BlockHeader, seconds: bigint): BlockHeader => ({
			...parent,
			parentHash: hashHeader(parent),
			number: parent.number + 1n,
			timestamp: parent.timestamp + seconds,
			baseFee: parent.number === 0n ? 7n : 7n,
		});
		const blockOf = (header: BlockHeader): Block => ({ header, transactions: [], ommers: [], withdrawals: undefined });
		const one = next(chain.head, 12n);
		const two = next(one, 12n);
		const other = next(chain.head, 24n);
		for (const header of [one, two, other]) {
			expect(chain.import(blockOf(header))).toMatchObject({ status: "imported", isHead: true });
			expect(chain.headHash).toBe(hashHeader(header));
		}
	});
});
