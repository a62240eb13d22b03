import type { Address, Hash } from "../../bytes/address.js";
import { bytesToHex, hexToBytes } from "../../bytes/hex.js";
import { bigIntToBytes, bigIntToMinimalBytes } from "../../bytes/integer.js";
import { emptyCodeHash, emptyRootHash, keccak256 } from "../../crypto/keccak256.js";
import { encodeRlp } from "../../rlp/rlp.js";
import { encodeAccountLeaf } from "./account-codec.js";
import { computeTrieRoot, type TrieEntry } from "./trie-root.js";

/** What the state trie holds of an account (Yellow Paper, section 4.1). */
export interface TrieAccount {
	readonly address: Address;
	readonly nonce: bigint;
	/** In wei. */
	readonly balance: bigint;
	readonly codeHash: Hash;
	readonly storageRoot: Hash;
}

/** Hashes kept per cache before it starts anew. */
const maxCachedHashes = 8192;

/**
 * Only slots below this are kept. A `Map` hashes a bigint by its low 64 bits: slots that differ above them alone, which
 * anyone can write, would all fall into one chain.
 */
const cachedSlotLimit = 1n << 64n;

const slotHashes = new Map<bigint, Uint8Array>();
const addressHashes = new Map<Address, Uint8Array>();

const emptyCodeHashBytes = hexToBytes(emptyCodeHash);
const emptyRootHashBytes = hexToBytes(emptyRootHash);

/**
 * The root of an account's storage trie: keccak256 of the 32-byte slot → RLP of the value (Yellow Paper, section 4.1).
 * Slots with the value 0 are absent; of equal slots the last one counts.
 */
export function computeStorageRoot(slots: Iterable<readonly [slot: bigint, value: bigint]>): Hash {
	const entries: TrieEntry[] = [];
	for (const [slot, value] of slots) entries.push([hashSlot(slot), encodeStorageValue(value)]);
	return entries.length === 0 ? emptyRootHash : bytesToHex(computeTrieRoot(entries));
}

/**
 * The state root: keccak256 of the address → RLP of nonce, balance, storage root and code hash (Yellow Paper, section
 * 4.1). All accounts given enter it, empty ones too: which exist is the caller's decision.
 */
export function computeStateRoot(accounts: Iterable<TrieAccount>): Hash {
	const entries: TrieEntry[] = [];
	for (const account of accounts) entries.push([hashAddress(account.address), encodeAccount(account)]);
	return bytesToHex(computeTrieRoot(entries));
}

/** The RLP of an account as the state trie holds it. */
export function encodeAccount(account: TrieAccount): Uint8Array {
	return encodeAccountLeaf(
		account.nonce,
		account.balance,
		account.storageRoot === emptyRootHash ? emptyRootHashBytes : hexToBytes(account.storageRoot),
		account.codeHash === emptyCodeHash ? emptyCodeHashBytes : hexToBytes(account.codeHash),
	);
}

/** The value of a slot as the storage trie holds it; no bytes, which removes the slot, for 0. */
export function encodeStorageValue(value: bigint): Uint8Array {
	const bytes = bigIntToMinimalBytes(value);
	return bytes.length === 0 ? bytes : encodeRlp(bytes);
}

/** Key of a slot in the storage trie. Do not change the answer: it may be cached. */
export function hashSlot(slot: bigint): Uint8Array {
	if (slot >= cachedSlotLimit) return keccak256(bigIntToBytes(slot, 32));
	let hash = slotHashes.get(slot);
	if (hash === undefined) {
		hash = keccak256(bigIntToBytes(slot, 32));
		if (slotHashes.size >= maxCachedHashes) slotHashes.clear();
		slotHashes.set(slot, hash);
	}
	return hash;
}

/** Key of an account in the state trie. Do not change the answer: it may be cached. */
export function hashAddress(address: Address): Uint8Array {
	let hash = addressHashes.get(address);
	if (hash === undefined) {
		hash = keccak256(hexToBytes(address));
		if (addressHashes.size >= maxCachedHashes) addressHashes.clear();
		addressHashes.set(address, hash);
	}
	return hash;
}
