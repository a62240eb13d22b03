import { equalBytes } from "../../bytes/bytes.js";
import { bytesToHex } from "../../bytes/hex.js";
import { keccak256 } from "../../crypto/keccak256.js";
import { BaseError } from "../../errors/base-error.js";
import type { NodeStore } from "./node-store.js";
import { readTrie } from "./read-trie.js";
import { InvalidNodeError } from "./trie-error.js";
import { isEmptyRoot } from "./trie-updater.js";

/** What is wrong with a proof. */
export type ProofFault =
	/** A node is not the one that the root, or the node before, refers to. */
	| "wrong-hash"
	/** Nodes are missing at the end. */
	| "incomplete"
	/** There are nodes after the end. */
	| "unused-nodes"
	/** A node, the value of a leaf or the proof itself has not the form it should have. */
	| "malformed"
	/** It proves something else than it says. */
	| "wrong-value";

/** A proof that proves nothing, or not what it should. */
export class InvalidProofError extends BaseError {
	readonly fault: ProofFault;
	/** The node that is wrong, counted from 0; undefined when it is none. */
	readonly index: number | undefined;

	constructor(fault: ProofFault, reason: string, index?: number, cause?: unknown) {
		super(`Invalid proof: ${reason}`, {
			docsPath: "guides/tries.md#proofs",
			...(cause === undefined ? {} : { cause }),
		});
		this.fault = fault;
		this.index = index;
	}
}

/** The nodes of a proof, in their order. */
class ProofNodes implements NodeStore {
	readonly #nodes: readonly Uint8Array[];
	used = 0;

	constructor(nodes: readonly Uint8Array[]) {
		this.#nodes = nodes;
	}

	getNode(hash: Uint8Array): Uint8Array {
		const index = this.used;
		const node = this.#nodes[index];
		if (node === undefined)
			throw new InvalidProofError("incomplete", `node ${index} is missing: ${bytesToHex(hash)}`, index);
		if (!equalBytes(keccak256(node), hash)) {
			throw new InvalidProofError("wrong-hash", `node ${index} does not have the hash ${bytesToHex(hash)}`, index);
		}
		this.used++;
		return node;
	}

	putNode(): void {}
}

/**
 * Checks a proof of a key's value, or of its absence, in the trie with this root.
 *
 * @param root 32 bytes
 * @param key as it stands in the trie: the hash of an address or slot, in the tries of states
 * @param proof the nodes from the root down, without those that stand inside others, as `Trie.createProof` gives them; for an
 *   empty trie none, or its one byte
 * @returns the value, undefined when the proof shows that the key is absent
 * @throws {InvalidProofError} it proves neither
 */
export function verifyProof(root: Uint8Array, key: Uint8Array, proof: readonly Uint8Array[]): Uint8Array | undefined {
	const nodes = new ProofNodes(proof);
	let value: Uint8Array | undefined;
	if (isEmptyRoot(root)) {
		if (proof.length > 0) nodes.getNode(root);
	} else {
		try {
			value = readTrie(nodes, root, key);
		} catch (error) {
			if (!(error instanceof InvalidNodeError)) throw error;
			throw new InvalidProofError("malformed", `node ${nodes.used - 1}: ${error.shortMessage}`, nodes.used - 1, error);
		}
	}
	if (nodes.used < proof.length) {
		throw new InvalidProofError(
			"unused-nodes",
			`it ends with node ${nodes.used - 1}, not ${proof.length - 1}`,
			nodes.used,
		);
	}
	return value?.slice();
}
