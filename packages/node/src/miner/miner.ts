import { type Address, type Hash, hexToBytes, type Spec, type TransactionResult } from "@evmore/evm";
import { type BlockHeader, computeBaseFee, computeBlobBaseFee } from "@evmore/evm/block";
import { bytesToHex } from "@evmore/evm/bytes";
import { keccak256 } from "@evmore/evm/crypto";
import { type Machine, runAsync } from "@evmore/evm/evm";
import type { Tracer } from "@evmore/evm/trace";
import {
	type BlockAttributes,
	BlockBuilder,
	type BuildParent,
	type BuiltBlock,
	nextExcessBlobGas,
} from "../chain/block-builder.js";
import type { HeadChange, NodeChain } from "../chain/node-chain.js";
import { listSystemReads } from "../chain/system-reads.js";
import { type StoredBlock, writtenAccounts } from "../database/database.js";
import { RpcError } from "../errors/rpc-error.js";
import type { PooledTransaction, PoolOrder, PoolSelection, TransactionPool } from "../pool/transaction-pool.js";
import type { DraftState } from "../state/draft-state.js";
import { BlockMachines } from "./block-machines.js";
import type { Clock } from "./clock.js";

/** What the next block is to be like, besides what follows from its parent. */
export interface MiningSettings {
	coinbase: Address;
	gasLimit: bigint;
	/** Wei per gas of the next block alone. */
	nextBaseFee: bigint | undefined;
	/** Of the next block alone. */
	nextPrevRandao: Hash | undefined;
	order: PoolOrder;
	/** Of a block of what the pool has. */
	maxTransactions: number;
}

/** A block that was made of the pool's transactions, and how they went. */
export interface MinedBlock {
	readonly stored: StoredBlock;
	readonly results: readonly TransactionResult[];
	readonly change: HeadChange;
}

/** A transaction that the block could not take, and never will. */
export interface DroppedTransaction {
	readonly pooled: PooledTransaction;
	readonly exception: string;
}

/** Where the transactions of a block come from. */
interface TransactionSource {
	next(): PooledTransaction | undefined;
	skipSender(sender: Address): void;
}

interface DraftOptions {
	/** Just these, in this order; default: what of the pool pays best. */
	readonly only?: readonly PooledTransaction[] | undefined;
	readonly tracer?: Tracer | undefined;
	/** What the header is taken from; default: as set. */
	readonly like?: BlockHeader | undefined;
	/** Whether nobody will append it. Default: false. */
	readonly isPending?: boolean;
}

interface Draft {
	readonly built: BuiltBlock;
	readonly state: DraftState;
	/** The machine it was made on, which holds that state. */
	readonly machine: Machine;
	readonly parent: StoredBlock;
	readonly dropped: readonly DroppedTransaction[];
	readonly included: readonly PooledTransaction[];
}

/** Makes blocks of the pool's transactions. One at a time: its users see to that. */
export class Miner {
	readonly #chain: NodeChain;
	readonly #pool: TransactionPool;
	readonly #clock: Clock;
	readonly settings: MiningSettings;
	readonly #machines: BlockMachines;

	constructor(chain: NodeChain, pool: TransactionPool, clock: Clock, settings: MiningSettings) {
		this.#chain = chain;
		this.#machines = new BlockMachines(chain);
		this.#pool = pool;
		this.#clock = clock;
		this.settings = settings;
	}

	/** The rules of the next block. */
	get nextSpec(): Spec {
		const { head } = this.#chain;
		const { number, timestamp } = head.block.header;
		const position = { number: number + 1n, timestamp: this.#clock.peek(timestamp) };
		return this.#chain.specAt(position, head.totalDifficulty);
	}

	/** The base fee of the next block; 0 before there is one. */
	get nextBaseFee(): bigint {
		const spec = this.nextSpec;
		if (!spec.rules.feeMarket) return 0n;
		const { header } = this.#chain.head.block;
		return this.settings.nextBaseFee ?? computeBaseFee(spec, header);
	}

	/** The price of blob gas in the next block; undefined before there is one. */
	get nextBlobBaseFee(): bigint | undefined {
		const spec = this.nextSpec;
		const { header } = this.#chain.head.block;
		return spec.rules.blobs ? computeBlobBaseFee(spec, nextExcessBlobGas(spec, header)) : undefined;
	}

	/** The nonce of an account after the head. */
	async nonceOf(sender: Address): Promise<bigint> {
		const account = await this.#chain.stateOf(this.#chain.head).getAccount(sender);
		return account?.nonce ?? 0n;
	}

	/**
	 * Removes from the pool what can no longer be executed.
	 *
	 * @param accounts - whose nonces may have grown; default: anybody's
	 */
	async dropStale(accounts: readonly Address[] = this.#pool.senders): Promise<void> {
		this.#pool.dropStale(await this.#noncesOf(accounts.filter((account) => this.#pool.hasSender(account))));
	}

	/** What of the pool can be executed at a base fee, best first. */
	async select(baseFee: bigint): Promise<PoolSelection> {
		return this.#pool.selection(await this.#noncesOf(this.#pool.senders), baseFee, this.settings.order);
	}

	async #noncesOf(senders: readonly Address[]): Promise<ReadonlyMap<Address, bigint>> {
		// All at once: a state that is far away answers them together.
		const nonces = await Promise.all(senders.map((sender) => this.nonceOf(sender)));
		return new Map(senders.map((sender, index) => [sender, nonces[index]!]));
	}

	/**
	 * Makes a block of what the pool has, and appends it.
	 *
	 * @param only - just these, in this order; default: what pays best
	 * @param tracer - watches the transactions
	 * @param like - a header that decides what the transactions see of their block; default: as set
	 */
	async mine(only?: readonly PooledTransaction[], tracer?: Tracer, like?: BlockHeader): Promise<MinedBlock> {
		const { head } = this.#chain;
		const timestamp = like?.timestamp ?? this.#clock.peek(head.block.header.timestamp);
		if (timestamp < head.block.header.timestamp) {
			throw new RpcError("invalidParameters", `timestamp ${timestamp} is before that of the last block`);
		}
		if (timestamp >> 64n !== 0n) {
			throw new RpcError("invalidParameters", `timestamp ${timestamp} has more than 64 bits: no block can have it`);
		}
		const draft = await this.#draft(timestamp, { only, tracer, like });
		const { nextBaseFee, nextPrevRandao } = this.settings;
		const clock = this.#clock.save();
		this.#clock.take(head.block.header.timestamp);
		this.settings.nextBaseFee = undefined;
		this.settings.nextPrevRandao = undefined;
		const stored = toStored(draft);
		let change: HeadChange;
		const writes = draft.state.writes();
		try {
			change = await this.#chain.append(stored, writes);
		} catch (error) {
			// It could not be written. What was said about the next block is still to come.
			this.#machines.giveBack(draft.machine);
			this.#clock.restore(clock);
			Object.assign(this.settings, { nextBaseFee, nextPrevRandao });
			throw error;
		}
		this.#machines.keep(draft.machine, stored.stateRoot);
		for (const { hash } of draft.included) this.#pool.remove(hash);
		for (const { pooled } of draft.dropped) this.#pool.remove(pooled.hash);
		// Not only senders: an authorization (EIP-7702) raises a nonce, too.
		await this.dropStale(writtenAccounts(writes));
		return { stored, results: draft.built.results, change };
	}

	#pending: { readonly key: string; readonly block: Promise<PendingBlock> } | undefined;

	/** The block that would be made now. */
	async pending(): Promise<PendingBlock> {
		const { head } = this.#chain;
		const timestamp = this.#clock.peek(head.block.header.timestamp);
		const { coinbase, gasLimit, nextBaseFee, nextPrevRandao } = this.settings;
		const key = [
			head.block.hash,
			head.stateRoot,
			this.#pool.version,
			timestamp,
			coinbase,
			gasLimit,
			nextBaseFee,
			nextPrevRandao,
		].join();
		if (this.#pending?.key !== key) {
			const block = this.#draftPending(timestamp);
			const pending = { key, block };
			this.#pending = pending;
			// What could not be made now may be later: a remote state comes and goes.
			block.catch(() => {
				if (this.#pending === pending) this.#pending = undefined;
			});
		}
		return this.#pending.block;
	}

	async #draftPending(timestamp: bigint): Promise<PendingBlock> {
		const draft = await this.#draft(timestamp, { isPending: true });
		this.#machines.giveBack(draft.machine);
		return { stored: toStored(draft), state: draft.state };
	}

	/** Whoever asked for it has the machine then. */
	async #draft(timestamp: bigint, { only, tracer, like, isPending = false }: DraftOptions): Promise<Draft> {
		const chain = this.#chain;
		const parent = chain.head;
		const position = { number: parent.block.header.number + 1n, timestamp };
		const spec = chain.specAt(position, parent.totalDifficulty);
		const state = chain.draft(parent);
		// What the pending block does is forgotten: it leaves the machine alone that goes on from the last block.
		const kept = isPending ? undefined : this.#machines.takeKept(spec, parent.stateRoot);
		const machine = kept ?? this.#machines.take(spec, state);
		let isDone = false;
		try {
			const attributes = like === undefined ? this.#attributes(timestamp) : attributesOf(like);
			const builder = new BlockBuilder(machine, toParent(parent), attributes, {
				network: chain.network,
				spec,
				state,
				blockHash: (number) => chain.ancestorHash(parent, number),
				tracer,
				continues: kept !== undefined,
			});
			await chain.prefetch(listSystemReads(spec, builder.header));
			const dropped: DroppedTransaction[] = [];
			const included: PooledTransaction[] = [];
			await runAsync(builder.begin());
			const source = await this.#sourceOf(only, builder.header.baseFee ?? 0n);
			const room = only === undefined ? this.settings.maxTransactions : Number.POSITIVE_INFINITY;
			for (let pooled = source.next(); pooled !== undefined && included.length < room; pooled = source.next()) {
				const { transaction, bytes, sender, isImpersonated } = pooled;
				const leniency = isImpersonated ? { anySender: true } : undefined;
				const result = await runAsync(builder.add(transaction, sender, leniency, bytes));
				if (result.status !== "refused") included.push(pooled);
				else {
					source.skipSender(sender);
					if (!isTemporary(result.exception)) dropped.push({ pooled, exception: result.exception });
				}
			}
			const built = await runAsync(builder.finish());
			if (built.status === "refused") {
				throw new RpcError("internalError", `no block can be made: ${built.details}`);
			}
			isDone = true;
			return { built, state, machine, parent, dropped, included };
		} finally {
			if (!isDone) this.#machines.giveBack(machine);
		}
	}

	async #sourceOf(only: readonly PooledTransaction[] | undefined, baseFee: bigint): Promise<TransactionSource> {
		if (only === undefined) return this.select(baseFee);
		const rest = [...only];
		return { next: () => rest.shift(), skipSender: () => undefined };
	}

	#attributes(timestamp: bigint): BlockAttributes {
		const { coinbase, gasLimit, nextBaseFee, nextPrevRandao } = this.settings;
		// As good as random for a contract, and the same when a snapshot is reverted to.
		const prevRandao = nextPrevRandao ?? bytesToHex(keccak256(hexToBytes(this.#chain.head.block.hash)));
		return { timestamp, coinbase, gasLimit, baseFee: nextBaseFee, prevRandao };
	}
}

/** The block that would be made now, and the state after it. */
export interface PendingBlock {
	readonly stored: StoredBlock;
	readonly state: DraftState;
}

/** What another block's maker decided, as far as its transactions can see it. */
function attributesOf({ mixHash, ...header }: BlockHeader): BlockAttributes {
	const { timestamp, coinbase, gasLimit, baseFee, difficulty, parentBeaconBlockRoot } = header;
	return { timestamp, coinbase, gasLimit, baseFee, difficulty, parentBeaconBlockRoot, prevRandao: mixHash };
}

/** Faults that another block may not find any more. */
function isTemporary(exception: string): boolean {
	return /GAS_ALLOWANCE_EXCEEDED|INSUFFICIENT_MAX_FEE|NONCE_MISMATCH_TOO_HIGH|BLOB_GAS_ALLOWANCE|BLOB_COUNT/.test(
		exception,
	);
}

function toParent({ block: { hash, header, ommers } }: StoredBlock): BuildParent {
	return { hash, header, hasOmmers: ommers.length > 0 };
}

function toStored({ built, parent, included }: Draft): StoredBlock {
	return {
		block: built.block,
		receipts: built.receipts,
		senders: built.senders,
		hashes: included.map(({ hash }) => hash),
		totalDifficulty: parent.totalDifficulty + built.block.header.difficulty,
		stateRoot: built.stateRoot,
	};
}
