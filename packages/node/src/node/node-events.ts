import type { Hash, TransactionResult } from "@evmore/evm";
import type { HeadChange } from "../chain/node-chain.js";
import type { PooledTransaction } from "../pool/transaction-pool.js";

/** What a node tells. */
export interface NodeEvents {
	/** Blocks became part of the chain, or left it. */
	head: HeadChange;
	/** A transaction can be executed from now on. */
	pending: PooledTransaction;
	/** A block was mined: for people. */
	mined: { readonly number: bigint; readonly hash: Hash };
	/** A transaction was executed: for people. */
	executed: { readonly hash: Hash; readonly result: TransactionResult };
	/** A line that a contract wrote with console.log. */
	consoleLog: string;
	/** A line of the tree of calls of a transaction or call: for people. */
	callTree: string;
}

type Listener<T> = (event: T) => void;

/** Listeners by event. */
export class EventHub {
	readonly #listeners = new Map<keyof NodeEvents, Set<Listener<never>>>();

	/** @returns what stops it */
	on<E extends keyof NodeEvents>(event: E, listener: Listener<NodeEvents[E]>): () => void {
		let listeners = this.#listeners.get(event);
		if (listeners === undefined) {
			listeners = new Set();
			this.#listeners.set(event, listeners);
		}
		listeners.add(listener as Listener<never>);
		return () => listeners.delete(listener as Listener<never>);
	}

	emit<E extends keyof NodeEvents>(event: E, value: NodeEvents[E]): void {
		for (const listener of this.#listeners.get(event) ?? []) (listener as Listener<NodeEvents[E]>)(value);
	}

	hasListeners(event: keyof NodeEvents): boolean {
		return (this.#listeners.get(event)?.size ?? 0) > 0;
	}
}
