import type { Address, Hash, Spec } from "@evmore/evm";
import { bytesToHex } from "@evmore/evm/bytes";
import { keccak256 } from "@evmore/evm/crypto";
import { effectiveGasPrice, maxCost, maxGasPrice, type Transaction } from "@evmore/evm/tx";
import { RpcError } from "../errors/rpc-error.js";
import type { BlobSidecar } from "./blob-sidecar.js";

/** A transaction that waits to become part of a block. */
export interface PooledTransaction {
	readonly transaction: Transaction;
	/** Its canonical encoding. */
	readonly bytes: Uint8Array;
	readonly hash: Hash;
	readonly sender: Address;
	readonly sidecar: BlobSidecar | undefined;
	/** The sender did not sign it. */
	readonly isImpersonated: boolean;
	/** Whether it was told that it can be executed; default: not yet. */
	readonly isAnnounced?: boolean;
}

/** The hash by which an encoded transaction is known. */
export function hashEncoded(bytes: Uint8Array): Hash {
	return bytesToHex(keccak256(bytes));
}

interface Entry extends PooledTransaction {
	/** Counts what came. */
	readonly order: number;
	isAnnounced: boolean;
}

/** How transactions of different senders are put in order: by what they pay, or as they came. */
export type PoolOrder = "fees" | "fifo";

/** Transactions of one sender for each nonce from one to another, the latter excluded. */
interface Run {
	readonly from: bigint;
	next: bigint;
	/** Wei that those before `counted` may cost. */
	cost: bigint;
	counted: bigint;
}

/** Transactions that the pool holds at most, and of one sender. */
const maxTransactions = 50_000;
const maxPerSender = 10_000;

/** A replacement pays so much more, in percent (go-ethereum's price bump); one with blobs twice as much. */
const priceBumpPercent = 10n;
const blobPriceBumpPercent = 100n;

/** Transactions by sender and nonce. Those that follow each other from the account's nonce on are pending, others queued. */
export class TransactionPool {
	readonly #bySender = new Map<Address, Map<bigint, Entry>>();
	readonly #byHash = new Map<Hash, Entry>();
	readonly #runs = new Map<Address, Run>();
	#order = 0;
	#version = 0;

	/** Another number whenever something was added or removed. */
	get version(): number {
		return this.#version;
	}

	get size(): number {
		return this.#byHash.size;
	}

	get(hash: Hash): PooledTransaction | undefined {
		return this.#byHash.get(hash);
	}

	/** The transaction of a sender with a nonce. */
	at(sender: Address, nonce: bigint): PooledTransaction | undefined {
		return this.#bySender.get(sender)?.get(nonce);
	}

	get senders(): readonly Address[] {
		return [...this.#bySender.keys()];
	}

	hasSender(sender: Address): boolean {
		return this.#bySender.has(sender);
	}

	all(): readonly PooledTransaction[] {
		return [...this.#byHash.values()];
	}

	/**
	 * Adds a transaction; it may replace one with the same sender and nonce if it pays enough more.
	 *
	 * @returns the one that was replaced
	 * @throws {RpcError} it is known, pays too little to replace another, or there is no room
	 */
	add(pooled: PooledTransaction): PooledTransaction | undefined {
		const { transaction, bytes, hash, sender, sidecar, isImpersonated, isAnnounced = false } = pooled;
		if (this.#byHash.has(hash)) throw new RpcError("serverError", "already known");
		const own = this.#bySender.get(sender);
		const old = own?.get(transaction.nonce);
		if (old !== undefined && !paysMore(transaction, old.transaction)) {
			throw new RpcError("serverError", "replacement transaction underpriced");
		}
		if (old === undefined && (this.#byHash.size >= maxTransactions || (own?.size ?? 0) >= maxPerSender)) {
			throw new RpcError("limitExceeded", "txpool is full");
		}
		if (old !== undefined) {
			this.#byHash.delete(old.hash);
			// It counted what that one costs.
			this.#runs.delete(sender);
		}
		const order = this.#order++;
		const entry: Entry = { transaction, bytes, hash, sender, sidecar, isImpersonated, isAnnounced, order };
		if (own === undefined) this.#bySender.set(sender, new Map([[transaction.nonce, entry]]));
		else own.set(transaction.nonce, entry);
		this.#byHash.set(hash, entry);
		this.#lengthenRun(sender);
		this.#version++;
		return old;
	}

	/** @returns the transaction, if it was there */
	remove(hash: Hash): PooledTransaction | undefined {
		const entry = this.#byHash.get(hash);
		if (entry === undefined) return undefined;
		const own = this.#bySender.get(entry.sender)!;
		own.delete(entry.transaction.nonce);
		if (own.size === 0) this.#bySender.delete(entry.sender);
		this.#runs.delete(entry.sender);
		this.#byHash.delete(hash);
		this.#version++;
		return entry;
	}

	clear(): void {
		this.#bySender.clear();
		this.#byHash.clear();
		this.#runs.clear();
		this.#version++;
	}

	/** Removes what can no longer be executed: nonces that these accounts have passed. */
	dropStale(nonces: ReadonlyMap<Address, bigint>): void {
		for (const [sender, nonce] of nonces) {
			for (const entry of this.#bySender.get(sender)?.values() ?? [])
				if (entry.transaction.nonce < nonce) this.remove(entry.hash);
		}
	}

	/** Of a sender, in the order of nonces: those from the account's nonce on without a gap, and the others. */
	partition(sender: Address, nonce: bigint): { pending: PooledTransaction[]; queued: PooledTransaction[] } {
		const pending = this.#pendingOf(sender, nonce);
		const gap = nonce + BigInt(pending.length);
		const queued = [...(this.#bySender.get(sender)?.values() ?? [])].filter(
			({ transaction }) => transaction.nonce > gap,
		);
		queued.sort((a, b) => (a.transaction.nonce < b.transaction.nonce ? -1 : 1));
		return { pending, queued };
	}

	/** Of a sender: those from a nonce on, up to the first that is missing, as far as this has not told them before. */
	announce(sender: Address, nonce: bigint): readonly PooledTransaction[] {
		const unknown = this.#pendingOf(sender, nonce).filter(({ isAnnounced }) => !isAnnounced);
		for (const entry of unknown) entry.isAnnounced = true;
		return unknown;
	}

	/** Of a sender: those from a nonce on, up to the first that is missing. */
	#pendingOf(sender: Address, nonce: bigint): Entry[] {
		const own = this.#bySender.get(sender);
		const pending: Entry[] = [];
		for (let next = nonce, entry = own?.get(next); entry !== undefined; entry = own!.get(++next)) pending.push(entry);
		return pending;
	}

	/** The nonce that the next transaction of a sender would have. */
	nextNonce(sender: Address, nonce: bigint): bigint {
		if (!this.#bySender.has(sender)) return nonce;
		const known = this.#runs.get(sender);
		// One by one only once: a sender may have thousands.
		if (known !== undefined && known.from <= nonce && nonce <= known.next) return known.next;
		return this.#startRun(sender, nonce).next;
	}

	/** Wei that a sender's transactions from a nonce on may cost, up to the first that is missing. */
	costOf(sender: Address, nonce: bigint, spec: Spec): bigint {
		const own = this.#bySender.get(sender);
		if (own === undefined) return 0n;
		const known = this.#runs.get(sender);
		const run = known?.from === nonce ? known : this.#startRun(sender, nonce);
		for (; run.counted < run.next; run.counted++) run.cost += maxCost(own.get(run.counted)!.transaction, spec);
		return run.cost;
	}

	#startRun(sender: Address, nonce: bigint): Run {
		const run: Run = { from: nonce, next: nonce, cost: 0n, counted: nonce };
		this.#runs.set(sender, run);
		this.#lengthenRun(sender);
		return run;
	}

	#lengthenRun(sender: Address): void {
		const run = this.#runs.get(sender);
		const own = this.#bySender.get(sender);
		if (run !== undefined && own !== undefined) while (own.has(run.next)) run.next++;
	}

	/** What can be executed at a base fee, best first; those that offer less wait. Who has no nonce here came too late. */
	selection(nonces: ReadonlyMap<Address, bigint>, baseFee: bigint, order: PoolOrder): PoolSelection {
		const queues: Entry[][] = [];
		for (const [sender, nonce] of nonces) {
			const pending = this.#pendingOf(sender, nonce);
			const tooCheap = pending.findIndex(({ transaction }) => maxGasPrice(transaction) < baseFee);
			const payable = tooCheap < 0 ? pending : pending.slice(0, tooCheap);
			if (payable.length > 0) queues.push(payable);
		}
		return new PoolSelection(queues, baseFee, order);
	}
}

/** Transactions of one sender, in the order of nonces. */
interface Queue {
	readonly entries: readonly Entry[];
	/** Which of them is next. */
	next: number;
	/** What that one pays to who makes the block, wei per gas; 0 where that does not matter. */
	tip: bigint;
}

/** Goes through transactions by what they pay, those of one sender in the order of nonces. */
export class PoolSelection {
	readonly #queues: Queue[];
	readonly #baseFee: bigint;
	readonly #order: PoolOrder;

	/** @param queues - per sender, none of them empty */
	constructor(queues: readonly (readonly Entry[])[], baseFee: bigint, order: PoolOrder) {
		this.#baseFee = baseFee;
		this.#order = order;
		this.#queues = queues.map((entries) => ({ entries, next: 0, tip: this.#tipOf(entries[0]!) }));
	}

	/** The best one, which is taken; undefined: no more. */
	next(): PooledTransaction | undefined {
		let best: Queue | undefined;
		for (const queue of this.#queues) if (best === undefined || isBetter(queue, best)) best = queue;
		if (best === undefined) return undefined;
		const entry = best.entries[best.next++]!;
		const following = best.entries[best.next];
		if (following === undefined) this.#queues.splice(this.#queues.indexOf(best), 1);
		else best.tip = this.#tipOf(following);
		return entry;
	}

	/** Takes nothing more of a sender: what follows a transaction that was left out cannot be executed. */
	skipSender(sender: Address): void {
		const index = this.#queues.findIndex(({ entries }) => entries[0]!.sender === sender);
		if (index >= 0) this.#queues.splice(index, 1);
	}

	#tipOf({ transaction }: Entry): bigint {
		return this.#order === "fees" ? effectiveGasPrice(transaction, this.#baseFee) : 0n;
	}
}

function isBetter(a: Queue, b: Queue): boolean {
	if (a.tip !== b.tip) return a.tip > b.tip;
	return a.entries[a.next]!.order < b.entries[b.next]!.order;
}

/** Whether a transaction pays enough more than the one it is to replace, in all its prices. */
function paysMore(transaction: Transaction, old: Transaction): boolean {
	const bump = transaction.type === 3 || old.type === 3 ? blobPriceBumpPercent : priceBumpPercent;
	const isMore = (now: bigint, before: bigint): boolean => now * 100n >= before * (100n + bump) && now > before;
	const tip = (tx: Transaction): bigint => (tx.type === 0 || tx.type === 1 ? tx.gasPrice : tx.maxPriorityFeePerGas);
	if (!isMore(maxGasPrice(transaction), maxGasPrice(old)) || !isMore(tip(transaction), tip(old))) return false;
	if (transaction.type !== 3 || old.type !== 3) return true;
	return isMore(transaction.maxFeePerBlobGas, old.maxFeePerBlobGas);
}
