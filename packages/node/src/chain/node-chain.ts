import { type Address, type Hash, hexToBytes, type MaybePromise, type Spec } from "@evmore/evm";
import { type BlockHeader, type BlockRefusal, decodeBlock, executeBlock, type SizedBlock } from "@evmore/evm/block";
import { emptyRootHash } from "@evmore/evm/crypto";
import { type Machine, runAsync } from "@evmore/evm/evm";
import { blockHashDepth, type Chain, type ForkName, forkAt, maxOmmerDepth } from "@evmore/evm/spec";
import { TrieState } from "@evmore/evm/state";
import { hashTransaction, recoverSender } from "@evmore/evm/tx";
import {
	type Commit,
	type Database,
	type StateWrites,
	type StoredBlock,
	type TransactionPlace,
	writtenAccounts,
} from "../database/database.js";
import { RpcError } from "../errors/rpc-error.js";
import type { AccessedAccount, BaseState } from "../state/base-state.js";
import { DraftState } from "../state/draft-state.js";
import { OverlayState } from "../state/overlay-state.js";

/** What a chain's blocks follow, and what it starts from. */
export interface ChainOrigin {
	readonly network: Chain;
	/** The rules of a fork on this network. */
	specOf(fork: ForkName): Spec;
	/** The state, and the hashes of blocks, that the first block builds on; without it that block's state is all there is. */
	readonly base?: BaseState | undefined;
}

/** What decides about the rules of a block. */
export type ChainPosition = Pick<BlockHeader, "number" | "timestamp">;

/** The head moved: blocks left the canonical chain, others became part of it, lowest number first. */
export interface HeadChange {
	readonly removed: readonly StoredBlock[];
	readonly added: readonly StoredBlock[];
}

/** States that are kept for readers: those asked for last. */
const cachedStates = 64;

/** The canonical chain, its side chains, and the states after all of their blocks. */
export class NodeChain {
	readonly database: Database;
	#origin: ChainOrigin;
	#firstNumber: bigint;
	#head: StoredBlock;
	readonly #states = new Map<Hash, TrieState | OverlayState>();
	/** What the consensus layer last called safe and final; the head, as long as there is none. */
	safeHash: Hash | undefined;
	finalizedHash: Hash | undefined;

	/** The database has a head already. */
	constructor(database: Database, origin: ChainOrigin) {
		this.database = database;
		this.#origin = origin;
		this.#head = database.getBlock(database.getHead()!)!;
		this.#firstNumber = findFirstNumber(database, this.#head.block.header.number);
	}

	/** Forgets the chain there was, and begins another one. */
	async restart(origin: ChainOrigin, first: StoredBlock, state: StateWrites, rules: string): Promise<HeadChange> {
		const removed = this.#canonicalFrom(this.#firstNumber);
		const canonical = replacement(removed, [first]);
		await this.database.commit({ state, blocks: [first], canonical, head: first.block.hash, rules });
		this.#states.clear();
		this.#origin = origin;
		this.#head = first;
		this.#firstNumber = first.block.header.number;
		this.safeHash = undefined;
		this.finalizedHash = undefined;
		return { removed, added: [first] };
	}

	get head(): StoredBlock {
		return this.#head;
	}

	/** Number of the first block. */
	get firstNumber(): bigint {
		return this.#firstNumber;
	}

	/** Whether a state's root says all there is to know of it: nothing is read from a state elsewhere. */
	get isSelfContained(): boolean {
		return this.#origin.base === undefined;
	}

	get network(): Chain {
		return this.#origin.network;
	}

	get chainId(): bigint {
		return BigInt(this.network.chainId);
	}

	setChainId(chainId: number): void {
		this.#origin = { ...this.#origin, network: { ...this.network, chainId } };
	}

	/** A block, canonical or not. */
	block(hash: Hash): StoredBlock | undefined {
		return this.database.getBlock(hash);
	}

	/** The canonical block with a number. */
	blockAt(number: bigint): StoredBlock | undefined {
		const hash = this.database.getCanonicalHash(number);
		return hash === undefined ? undefined : this.database.getBlock(hash);
	}

	isCanonical(block: StoredBlock): boolean {
		return this.database.getCanonicalHash(block.block.header.number) === block.block.hash;
	}

	/** Where a transaction of the canonical chain stands. */
	transactionPlace(hash: Hash): (TransactionPlace & { readonly block: StoredBlock }) | undefined {
		const place = this.database.getTransactionPlace(hash);
		return place && { ...place, block: this.database.getBlock(place.blockHash)! };
	}

	/** Where the transaction of a sender with a nonce stands. The chain is searched, from its head on. */
	findSent(sender: Address, nonce: bigint): { readonly block: StoredBlock; readonly index: number } | undefined {
		for (let block: StoredBlock | undefined = this.#head; block !== undefined; ) {
			const { transactions, header } = block.block;
			const index = block.senders.findIndex((of, i) => of === sender && transactions[i]!.nonce === nonce);
			if (index >= 0) return { block, index };
			block = this.block(header.parentHash);
		}
		return undefined;
	}

	/** The state with a root, for reading. */
	stateAt(root: Hash): TrieState | OverlayState {
		const { base } = this.#origin;
		let state = this.#states.get(root);
		if (state !== undefined) this.#states.delete(root);
		else if (base === undefined) state = new TrieState(this.database, root);
		else state = new OverlayState(this.database, root, base);
		this.#states.set(root, state);
		if (this.#states.size > cachedStates) this.#states.delete(this.#states.keys().next().value!);
		return state;
	}

	/** The state after a block, for reading. */
	stateOf(block: StoredBlock): TrieState | OverlayState {
		return this.stateAt(block.stateRoot);
	}

	/** What readers of a state have read, those of the next one need not read again. */
	#followState(before: Hash, after: Hash, writes: StateWrites): void {
		const state = this.#states.get(before);
		if (!(state instanceof TrieState) || this.#states.has(after)) return;
		this.#states.set(after, state.successor(after, writtenAccounts(writes)));
	}

	/** Reads ahead what takes time to read. */
	async prefetch(accounts: readonly AccessedAccount[]): Promise<void> {
		await this.#origin.base?.prefetch(accounts);
	}

	/** @throws {RpcError} the state after a block is not there: it was pruned, or never known */
	#requireState({ block: { header }, stateRoot }: StoredBlock): void {
		if (stateRoot === emptyRootHash || this.database.getNode(hexToBytes(stateRoot)) !== undefined) return;
		throw new RpcError(
			"serverError",
			`missing trie node ${stateRoot}: the state of block ${header.number} is not kept`,
		);
	}

	/** The rules of a block at a position, over a parent with a total difficulty. */
	specAt({ number, timestamp }: ChainPosition, parentTotalDifficulty: bigint): Spec {
		return this.#origin.specOf(forkAt(this.network, { number, timestamp, parentTotalDifficulty }));
	}

	/** The rules that a fork has on this network. */
	specOfFork(fork: ForkName): Spec {
		return this.#origin.specOf(fork);
	}

	/** The rules that a known block was made under. */
	specOf({ block: { header }, totalDifficulty }: StoredBlock): Spec {
		return this.specAt(header, totalDifficulty - header.difficulty);
	}

	/** The hash of a block before the one that is made over `parent`, for BLOCKHASH. */
	ancestorHash(parent: StoredBlock, number: bigint): MaybePromise<Hash | undefined> {
		const { header } = parent.block;
		if (number > header.number || number + BigInt(blockHashDepth) <= header.number) return undefined;
		if (number < this.#firstNumber) return this.#origin.base?.getBlockHash?.(number);
		if (this.isCanonical(parent)) return this.database.getCanonicalHash(number);
		let block: StoredBlock | undefined = parent;
		while (block !== undefined && block.block.header.number > number) block = this.block(block.block.header.parentHash);
		return block?.block.hash;
	}

	/** Adds a block that was made here and is valid by construction; it becomes the head. */
	async append(block: StoredBlock, state: StateWrites): Promise<HeadChange> {
		await this.database.commit({
			state,
			blocks: [block],
			canonical: [[block.block.header.number, block.block.hash]],
			head: block.block.hash,
		});
		this.#followState(this.#head.stateRoot, block.stateRoot, state);
		this.#head = block;
		return { removed: [], added: [block] };
	}

	/**
	 * Makes another known block the head: a rollback, or a reorganisation.
	 *
	 * @throws {RpcError} its state is not there; nothing has changed
	 */
	async setHead(target: StoredBlock): Promise<HeadChange> {
		this.#requireState(target);
		const removed: StoredBlock[] = [];
		const added: StoredBlock[] = [];
		let from: StoredBlock = this.#head;
		let to = target;
		while (from.block.hash !== to.block.hash) {
			if (from.block.header.number >= to.block.header.number) {
				removed.push(from);
				from = this.#parentOf(from);
			} else {
				added.push(to);
				to = this.#parentOf(to);
			}
		}
		await this.database.commit({ canonical: replacement(removed, added), head: target.block.hash });
		this.#head = target;
		return { removed: removed.reverse(), added: added.reverse() };
	}

	/** Replaces the state that follows the head. */
	async replaceHeadState(stateRoot: Hash, state?: StateWrites): Promise<void> {
		const head: StoredBlock = { ...this.#head, stateRoot };
		await this.database.commit({ blocks: [head], ...(state !== undefined && { state }) });
		this.#head = head;
	}

	/**
	 * Takes over a chain that was made elsewhere, as it is: nothing of it is executed, and of its states only what is given is there.
	 * Its last block becomes the head.
	 *
	 * @param blocks - one at least, each the parent of the next; they replace those with their numbers and above
	 */
	async adopt(blocks: readonly StoredBlock[], state: StateWrites): Promise<HeadChange> {
		const first = blocks[0]!.block.header.number;
		const head = blocks.at(-1)!;
		const top = this.#head.block.header.number;
		// A gap below them would make two chains.
		const from = first > top + 1n || first < this.#firstNumber ? this.#firstNumber : first;
		const removed = this.#canonicalFrom(from);
		const canonical = replacement(removed, blocks);
		await this.database.commit({ state, blocks, canonical, head: head.block.hash });
		this.#head = head;
		if (first > top + 1n || first < this.#firstNumber) this.#firstNumber = first;
		return { removed, added: blocks };
	}

	/** The state after a block, for writing to. */
	draft(parent: StoredBlock = this.#head): DraftState {
		return new DraftState(this.database, parent.stateRoot, this.#origin.base);
	}

	/**
	 * Imports a block of others: decodes, validates and executes it. It becomes the head when it is heavier, or the rules are
	 * those of proof of stake.
	 */
	async import(bytes: Uint8Array, machine: Machine): Promise<HeadChange | BlockRefusal | undefined> {
		const block = decodeBlock(bytes);
		if (this.block(block.hash) !== undefined) return undefined;
		const parent = this.block(block.header.parentHash);
		if (parent === undefined) {
			return {
				status: "refused",
				exception: "BlockException.UNKNOWN_PARENT",
				details: `there is no block ${block.header.parentHash}`,
			};
		}
		this.#requireState(parent);
		const spec = this.specAt(block.header, parent.totalDifficulty);
		const draft = this.draft(parent);
		const senders = recoverSenders(block, spec);
		machine.setSpec(spec);
		machine.setDatabase(draft);
		const task = executeBlock(machine, draft, block, {
			network: this.network,
			ancestors: this.#ancestorsOf(parent),
			blockHash: (number) => this.ancestorHash(parent, number),
			specOf: (ommer, of) => this.specAt(ommer, this.block(of.hash)!.totalDifficulty),
			senders,
		});
		const executed = await runAsync(task);
		if (executed.status === "refused") return executed;
		const stored: StoredBlock = {
			block,
			receipts: executed.receipts,
			senders: senders as readonly Address[],
			hashes: block.transactions.map(hashTransaction),
			totalDifficulty: parent.totalDifficulty + block.header.difficulty,
			stateRoot: executed.stateRoot,
		};
		const isBetter = spec.rules.proofOfStake || stored.totalDifficulty > this.#head.totalDifficulty;
		if (isBetter && parent.block.hash === this.#head.block.hash) return this.append(stored, draft.writes());
		await this.database.commit({ blocks: [stored], state: draft.writes() });
		return isBetter ? this.setHead(stored) : { removed: [], added: [] };
	}

	/** The blocks of the canonical chain from a number on. */
	#canonicalFrom(number: bigint): StoredBlock[] {
		const found: StoredBlock[] = [];
		for (let next = number; next <= this.#head.block.header.number; next++) found.push(this.blockAt(next)!);
		return found;
	}

	#parentOf({ block }: StoredBlock): StoredBlock {
		const parent = this.block(block.header.parentHash);
		if (parent === undefined) throw new RpcError("serverError", `there is no block ${block.header.parentHash}`);
		return parent;
	}

	#ancestorsOf(parent: StoredBlock): readonly [Ancestor, ...Ancestor[]] {
		const ancestors: [Ancestor, ...Ancestor[]] = [toAncestor(parent)];
		for (
			let block = this.block(parent.block.header.parentHash);
			block !== undefined && ancestors.length <= maxOmmerDepth;
			block = this.block(block.block.header.parentHash)
		) {
			ancestors.push(toAncestor(block));
		}
		return ancestors;
	}
}

/** What changes of the canonical chain when these blocks leave it and those come. */
function replacement(removed: readonly StoredBlock[], added: readonly StoredBlock[]): NonNullable<Commit["canonical"]> {
	const canonical = new Map<bigint, Hash | undefined>();
	for (const { block } of removed) canonical.set(block.header.number, undefined);
	for (const { block } of added) canonical.set(block.header.number, block.hash);
	return [...canonical];
}

/** A chain may begin at any number; it has no gaps. */
function findFirstNumber(database: Database, head: bigint): bigint {
	let known = head;
	let unknown = -1n;
	// Halving: what is canonical is so without a gap from the first block on.
	while (unknown + 1n < known) {
		const middle = (known + unknown) / 2n;
		if (database.getCanonicalHash(middle) === undefined) unknown = middle;
		else known = middle;
	}
	return known;
}

interface Ancestor {
	readonly hash: Hash;
	readonly header: BlockHeader;
	readonly ommers: readonly BlockHeader[];
}

function toAncestor({ block: { hash, header, ommers } }: StoredBlock): Ancestor {
	return { hash, header, ommers };
}

function recoverSenders({ transactions }: SizedBlock, spec: Spec): (Address | undefined)[] {
	return transactions.map((transaction) => recoverSender(transaction, spec));
}
