import type { Address, Hash } from "../../bytes/address.js";
import { BaseError } from "../../errors/base-error.js";

/** Where in the tries of a state a node has its place. */
export interface NodePlace {
	/** One hexadecimal digit per nibble from the trie's root to the node. */
	readonly path: string;
	/** The account whose storage trie it is; undefined for the trie of accounts, or a trie that belongs to no state. */
	readonly account: Address | undefined;
}

function describePlace({ path, account }: NodePlace): string {
	const place = path === "" ? "the root" : `path ${path}`;
	return account === undefined ? place : `${place} of the storage of ${account}`;
}

/** A node that the trie refers to is not in its store: a witness or a database that is not complete. */
export class MissingNodeError extends BaseError implements NodePlace {
	/** The node's hash. */
	readonly hash: Hash;
	readonly path: string;
	readonly account: Address | undefined;

	constructor(hash: Hash, place: NodePlace) {
		super(`Missing trie node at ${describePlace(place)}: ${hash}`, { docsPath: "guides/tries.md#missing-nodes" });
		this.hash = hash;
		this.path = place.path;
		this.account = place.account;
	}
}

/** Bytes that are not a node of a Merkle Patricia trie, or a value that is not what this trie holds. */
export class InvalidNodeError extends BaseError {}

/** A state refers to code that is not in its store. */
export class MissingCodeError extends BaseError {
	/** keccak256 of the code. */
	readonly hash: Hash;

	constructor(hash: Hash, account: Address) {
		super(`Missing code of ${account}: ${hash}`, { docsPath: "guides/tries.md#missing-nodes" });
		this.hash = hash;
	}
}
