import type { Hash, Hex } from "@evmore/evm";
import { MemoryStateStore } from "@evmore/evm/state";
import type { Commit, Database, StoredBlock, TransactionPlace } from "./database.js";

/** Everything in memory; nothing is ever removed. */
export class MemoryDatabase extends MemoryStateStore implements Database {
	readonly #blocks = new Map<Hash, StoredBlock>();
	readonly #canonical = new Map<bigint, Hash>();
	readonly #places = new Map<Hash, TransactionPlace>();
	readonly #preimages = new Map<Hash, Hex>();
	#head: Hash | undefined;
	#rules: string | undefined;

	getBlock(hash: Hash): StoredBlock | undefined {
		return this.#blocks.get(hash);
	}

	getCanonicalHash(number: bigint): Hash | undefined {
		return this.#canonical.get(number);
	}

	getHead(): Hash | undefined {
		return this.#head;
	}

	getTransactionPlace(hash: Hash): TransactionPlace | undefined {
		return this.#places.get(hash);
	}

	getPreimage(hash: Hash): Hex | undefined {
		return this.#preimages.get(hash);
	}

	getRules(): string | undefined {
		return this.#rules;
	}

	commit({ state, blocks = [], canonical = [], head, rules }: Commit): void {
		for (const [hash, node] of state?.nodes ?? []) this.putNode(hash, node);
		for (const [hash, code] of state?.codes ?? []) this.putCode(hash, code);
		for (const [hash, value] of state?.preimages ?? []) this.#preimages.set(hash, value);
		for (const block of blocks) this.#blocks.set(block.block.hash, block);
		for (const [number, hash] of canonical) {
			this.#forgetPlaces(this.#canonical.get(number));
			if (hash === undefined) this.#canonical.delete(number);
			else this.#canonical.set(number, hash);
		}
		// All that is no longer canonical is gone: a transaction may have moved to another block.
		for (const [, hash] of canonical) this.#rememberPlaces(hash);
		if (head !== undefined) this.#head = head;
		if (rules !== undefined) this.#rules = rules;
	}

	close(): void {}

	#forgetPlaces(blockHash: Hash | undefined): void {
		if (blockHash === undefined) return;
		for (const hash of this.#blocks.get(blockHash)?.hashes ?? []) {
			if (this.#places.get(hash)?.blockHash === blockHash) this.#places.delete(hash);
		}
	}

	#rememberPlaces(blockHash: Hash | undefined): void {
		if (blockHash === undefined) return;
		for (const [index, hash] of (this.#blocks.get(blockHash)?.hashes ?? []).entries()) {
			this.#places.set(hash, { blockHash, index });
		}
	}
}
