import type { Hash } from "../../bytes/address.js";
import { bytesToHex, hexToBytes } from "../../bytes/hex.js";
import { type AccountLeaf, decodeAccount, decodeSlotValue } from "./account-codec.js";
import { findPath, isLeafPath, unpackPath } from "./node-path.js";
import type { NodeStore } from "./node-store.js";
import { emptyItem, isHashReference, splitNode, stringContent } from "./split-node.js";
import { MissingNodeError } from "./trie-error.js";
import { isEmptyRoot } from "./trie-updater.js";

/**
 * All accounts under a state root, in the order of the hashes of their addresses.
 *
 * @throws {MissingNodeError} a node is not in the store
 * @throws {InvalidNodeError} the store has what belongs to no state
 */
export function* walkAccounts(
	store: NodeStore,
	root: Hash,
): Generator<readonly [addressHash: Hash, account: AccountLeaf]> {
	for (const [key, value] of walkTrie(store, hexToBytes(root))) yield [bytesToHex(key), decodeAccount(value)];
}

/**
 * All slots under a storage root, in the order of the hashes of their numbers.
 *
 * @throws {MissingNodeError} a node is not in the store
 * @throws {InvalidNodeError} the store has what belongs to no state
 */
export function* walkStorage(store: NodeStore, root: Hash): Generator<readonly [slotHash: Hash, value: bigint]> {
	for (const [key, value] of walkTrie(store, hexToBytes(root))) yield [bytesToHex(key), decodeSlotValue(value)];
}

/** All entries of a trie whose keys have whole bytes, in the order of the keys. */
function* walkTrie(store: NodeStore, root: Uint8Array): Generator<readonly [key: Uint8Array, value: Uint8Array]> {
	if (!isEmptyRoot(root)) yield* walkHash(store, root, []);
}

type Entries = Generator<readonly [key: Uint8Array, value: Uint8Array]>;

function* walkHash(store: NodeStore, hash: Uint8Array, path: readonly number[]): Entries {
	const node = store.getNode(hash);
	if (node === undefined) {
		const digits = path.map((nibble) => nibble.toString(16)).join("");
		throw new MissingNodeError(bytesToHex(hash), { path: digits, account: undefined });
	}
	yield* walkNode(store, node, 0, node.length, path);
}

/** The node whose RLP is `bytes` from `start` to `end`, and what is below it. */
function* walkNode(store: NodeStore, bytes: Uint8Array, start: number, end: number, path: readonly number[]): Entries {
	const offsets = new Int32Array(18);
	if (splitNode(bytes, start, end, offsets) === 2) {
		const pathAt = findPath(bytes, offsets[0]!, offsets[1]!);
		const longer = [...path, ...unpackPath(bytes, pathAt, offsets[1]!)];
		if (isLeafPath(bytes, pathAt)) yield [packNibbles(longer), stringContent(bytes, offsets[1]!, offsets[2]!)];
		else yield* walkReference(store, bytes, offsets[1]!, offsets[2]!, longer);
		return;
	}
	if (bytes[offsets[16]!] !== emptyItem) yield [packNibbles(path), stringContent(bytes, offsets[16]!, offsets[17]!)];
	for (let nibble = 0; nibble < 16; nibble++) {
		if (bytes[offsets[nibble]!] === emptyItem) continue;
		yield* walkReference(store, bytes, offsets[nibble]!, offsets[nibble + 1]!, [...path, nibble]);
	}
}

function* walkReference(
	store: NodeStore,
	bytes: Uint8Array,
	start: number,
	end: number,
	path: readonly number[],
): Entries {
	if (isHashReference(bytes, start, end)) yield* walkHash(store, bytes.subarray(start + 1, end), path);
	else yield* walkNode(store, bytes, start, end, path);
}

function packNibbles(nibbles: readonly number[]): Uint8Array {
	const bytes = new Uint8Array(nibbles.length >> 1);
	for (let i = 0; i < bytes.length; i++) bytes[i] = (nibbles[i * 2]! << 4) | nibbles[i * 2 + 1]!;
	return bytes;
}
