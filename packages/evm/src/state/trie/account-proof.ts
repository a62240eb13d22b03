import type { Address, Hash } from "../../bytes/address.js";
import { bytesToHex, type Hex, hexToBytes, InvalidHexError } from "../../bytes/hex.js";
import { bigIntToBytes } from "../../bytes/integer.js";
import { emptyCodeHash, emptyRootHash, keccak256 } from "../../crypto/keccak256.js";
import { type AccountLeaf, decodeAccount, decodeSlotValue } from "./account-codec.js";
import type { NodeStore } from "./node-store.js";
import { InvalidProofError, verifyProof } from "./proof.js";
import { readTrie } from "./read-trie.js";
import { hashAddress, hashSlot } from "./state-root.js";
import { InvalidNodeError } from "./trie-error.js";

/** Proof of one slot of an account's storage. */
export interface StorageProof {
	/** The slot. */
	readonly key: bigint;
	/** 0n when it is not set. */
	readonly value: bigint;
	/** RLP of the nodes from the storage root down. */
	readonly proof: readonly Hex[];
}

/** Proof of an account and of slots of its storage, with the fields of `eth_getProof` (EIP-1186); numbers are bigints. */
export interface AccountProof {
	readonly address: Address;
	readonly nonce: bigint;
	/** In wei. */
	readonly balance: bigint;
	readonly codeHash: Hash;
	readonly storageHash: Hash;
	/** RLP of the nodes from the state root down. */
	readonly accountProof: readonly Hex[];
	readonly storageProof: readonly StorageProof[];
}

/** What a proof says of an account that does not exist. */
const absentAccount: AccountLeaf = { nonce: 0n, balance: 0n, storageRoot: emptyRootHash, codeHash: emptyCodeHash };

const zeroHash: Hash = `0x${"00".repeat(32)}`;

/**
 * Proof of an account, or of its absence, and of slots of its storage.
 *
 * @throws {MissingNodeError} a node on the way is not in the store
 */
export function createAccountProof(
	store: NodeStore,
	stateRoot: Hash,
	address: Address,
	slots: Iterable<bigint> = [],
): AccountProof {
	const accountProof: Hex[] = [];
	const value = readTrie(store, hexToBytes(stateRoot), hashAddress(address), undefined, (node) => {
		accountProof.push(bytesToHex(node));
	});
	const { nonce, balance, codeHash, storageRoot } = value === undefined ? absentAccount : decodeAccount(value);
	const storageProof = Array.from(slots, (key): StorageProof => {
		const proof: Hex[] = [];
		const found = readTrie(store, hexToBytes(storageRoot), hashSlot(key), address, (node) =>
			proof.push(bytesToHex(node)),
		);
		return { key, value: found === undefined ? 0n : decodeSlotValue(found), proof };
	});
	return { address, nonce, balance, codeHash, storageHash: storageRoot, accountProof, storageProof };
}

/**
 * Checks that an account and its slots are, under this state root, what the proof says. Of an account that does not exist it
 * says zeros and the hashes of nothing; zeros for these hashes are accepted, too.
 *
 * @throws {InvalidProofError} something does not follow
 */
export function verifyAccountProof(stateRoot: Hash, proof: AccountProof): void {
	const key = keccak256(hexToBytes(proof.address));
	const value = verifyProof(hexToBytes(stateRoot), key, decodeNodes(proof.accountProof));
	const proven = value === undefined ? absentAccount : decodeWith(decodeAccount, value);
	const isAbsent = value === undefined;
	expectSame("nonce", proof.nonce, proven.nonce);
	expectSame("balance", proof.balance, proven.balance);
	if (!isAbsent || proof.codeHash !== zeroHash) expectSame("codeHash", proof.codeHash, proven.codeHash);
	if (!isAbsent || proof.storageHash !== zeroHash) expectSame("storageHash", proof.storageHash, proven.storageRoot);
	for (const slot of proof.storageProof) {
		const hash = keccak256(bigIntToBytes(slot.key, 32));
		const stored = verifyProof(hexToBytes(proven.storageRoot), hash, decodeNodes(slot.proof));
		const provenValue = stored === undefined ? 0n : decodeWith(decodeSlotValue, stored);
		expectSame(`slot 0x${slot.key.toString(16)}`, slot.value, provenValue);
	}
}

/**
 * Reads the JSON that `eth_getProof` answers.
 *
 * @throws {InvalidProofError} it is something else
 */
export function parseAccountProof(json: unknown): AccountProof {
	const fields = asObject(json, "the proof");
	return {
		address: asHex(fields.address, "address", 20),
		nonce: asInteger(fields.nonce, "nonce"),
		balance: asInteger(fields.balance, "balance"),
		codeHash: asHex(fields.codeHash, "codeHash", 32),
		storageHash: asHex(fields.storageHash, "storageHash", 32),
		accountProof: asNodes(fields.accountProof, "accountProof"),
		storageProof: asArray(fields.storageProof, "storageProof").map((entry, index) => {
			const place = `storageProof[${index}]`;
			const slot = asObject(entry, place);
			return {
				key: asInteger(slot.key, `${place}.key`),
				value: asInteger(slot.value, `${place}.value`),
				proof: asNodes(slot.proof, `${place}.proof`),
			};
		}),
	};
}

function expectSame(field: string, claimed: bigint | Hash, proven: bigint | Hash): void {
	if (claimed !== proven) {
		throw new InvalidProofError("wrong-value", `${field} is ${formatValue(proven)}, not ${formatValue(claimed)}`);
	}
}

function formatValue(value: bigint | Hash): string {
	return typeof value === "bigint" ? `0x${value.toString(16)}` : value;
}

function decodeWith<T>(decode: (value: Uint8Array) => T, value: Uint8Array): T {
	try {
		return decode(value);
	} catch (error) {
		if (!(error instanceof InvalidNodeError)) throw error;
		throw new InvalidProofError("malformed", error.shortMessage, undefined, error);
	}
}

function decodeNodes(nodes: readonly Hex[]): Uint8Array[] {
	return nodes.map((node, index) => {
		try {
			return hexToBytes(node);
		} catch (error) {
			if (!(error instanceof InvalidHexError)) throw error;
			throw new InvalidProofError("malformed", `node ${index}: ${error.shortMessage}`, index, error);
		}
	});
}

function malformed(place: string, expected: string): InvalidProofError {
	return new InvalidProofError("malformed", `${place} is not ${expected}`);
}

function asObject(value: unknown, place: string): Record<string, unknown> {
	if (typeof value !== "object" || value === null || Array.isArray(value)) throw malformed(place, "an object");
	return value as Record<string, unknown>;
}

function asArray(value: unknown, place: string): unknown[] {
	if (!Array.isArray(value)) throw malformed(place, "a list");
	return value;
}

function asNodes(value: unknown, place: string): Hex[] {
	return asArray(value, place).map((node, index) => asHex(node, `${place}[${index}]`));
}

function asHex(value: unknown, place: string, size?: number): Hex {
	const isHex = typeof value === "string" && value.length % 2 === 0 && /^0x[0-9a-fA-F]*$/.test(value);
	if (!isHex || (size !== undefined && value.length !== 2 + 2 * size)) {
		throw malformed(place, size === undefined ? "bytes in hexadecimal" : `${size} bytes in hexadecimal`);
	}
	return value.toLowerCase() as Hex;
}

/** At most 256 bits, with leading zeros or without. */
function asInteger(value: unknown, place: string): bigint {
	if (typeof value !== "string" || !/^0x[0-9a-fA-F]{1,64}$/.test(value)) throw malformed(place, "a hexadecimal number");
	return BigInt(value);
}
