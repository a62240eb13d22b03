import { bytesToHex, type Hash, hexToBytes } from "@evmore/evm";
import { emptyCodeHash, emptyRootHash, keccak256 } from "@evmore/evm/crypto";
import { decodeRlp, type RlpItem } from "@evmore/evm/rlp";
import type { StateStore } from "@evmore/evm/state";
import { CorruptDatabaseError } from "./persistence-error.js";

/**
 * Walks over the tries of states (Yellow Paper D), of accounts and of their storage, and over what they share only once:
 * ten thousand states in a row take little longer than the last of them.
 */
export class StateWalk {
	readonly #store: StateStore;
	readonly #checksHashes: boolean;
	/** Nodes of state tries and of storage tries. A node could be one of both, with other things below it. */
	readonly #states = new Set<string>();
	readonly #storages = new Set<string>();
	readonly #codes = new Set<Hash>();

	/** @param checksHashes - compute the hash of everything that is read */
	constructor(store: StateStore, checksHashes: boolean) {
		this.#store = store;
		this.#checksHashes = checksHashes;
	}

	get nodeCount(): number {
		return this.#states.size + this.#storages.size;
	}

	/** Was a node with this hash met? */
	hasNode(hash: Uint8Array): boolean {
		const key = bytesToHex(hash);
		return this.#states.has(key) || this.#storages.has(key);
	}

	/** Is the root of a state there? Of one that was pruned it is gone: no other state has it. */
	hasState(root: Hash): boolean {
		return root === emptyRootHash || this.#store.getNode(hexToBytes(root)) !== undefined;
	}

	/** @throws {CorruptDatabaseError} a node or a code is missing, or is not what its hash says */
	visitState(root: Hash): void {
		this.#visit(root, this.#states, (value) => this.#visitAccount(value));
	}

	#visitAccount(value: Uint8Array): void {
		const account = decodeRlp(value);
		const [storageRoot, codeHash] = account instanceof Uint8Array ? [] : account.slice(2, 4);
		if (!(storageRoot instanceof Uint8Array) || !(codeHash instanceof Uint8Array)) {
			throw new CorruptDatabaseError("a state trie holds what is no account");
		}
		this.#visit(bytesToHex(storageRoot), this.#storages, undefined);
		this.#visitCode(bytesToHex(codeHash));
	}

	#visitCode(hash: Hash): void {
		if (hash === emptyCodeHash || this.#codes.has(hash)) return;
		this.#codes.add(hash);
		const code = this.#store.getCode(hash);
		if (code === undefined) throw new CorruptDatabaseError(`the code with the hash ${hash} is missing`);
		if (this.#checksHashes) checkHash(hash, code, "code");
	}

	/** @param onValue - called with what each leaf holds */
	#visit(root: Hash, seen: Set<string>, onValue: ((value: Uint8Array) => void) | undefined): void {
		if (root === emptyRootHash || seen.has(root)) return;
		seen.add(root);
		const waiting: Hash[] = [root];
		for (let hash = waiting.pop(); hash !== undefined; hash = waiting.pop()) {
			const bytes = this.#store.getNode(hexToBytes(hash));
			if (bytes === undefined) throw new CorruptDatabaseError(`the trie node with the hash ${hash} is missing`);
			if (this.#checksHashes) checkHash(hash, bytes, "trie node");
			const follow = (item: RlpItem): void => {
				if (item instanceof Uint8Array) {
					if (item.length !== 32) return;
					const below = bytesToHex(item);
					if (seen.has(below)) return;
					seen.add(below);
					waiting.push(below);
					return;
				}
				// A node of fewer than 32 bytes stands in the place of its hash.
				visitNode(item);
			};
			const visitNode = (node: readonly RlpItem[]): void => {
				if (node.length === 2) {
					const [path, value] = node as readonly [Uint8Array, RlpItem];
					const isLeaf = (path[0]! & 0x20) !== 0;
					if (!isLeaf) follow(value);
					else onValue?.(value as Uint8Array);
					return;
				}
				for (const child of node.slice(0, 16)) follow(child);
			};
			const node = decodeRlp(bytes);
			if (node instanceof Uint8Array) throw new CorruptDatabaseError(`${hash} is no trie node`);
			visitNode(node);
		}
	}
}

function checkHash(hash: Hash, bytes: Uint8Array, what: string): void {
	const computed = bytesToHex(keccak256(bytes));
	if (computed !== hash) throw new CorruptDatabaseError(`the ${what} kept as ${hash} has the hash ${computed}`);
}
