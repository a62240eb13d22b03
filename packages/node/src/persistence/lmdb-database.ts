import { existsSync } from "node:fs";
import { BaseError, bytesToHex, type Hash, type Hex, hexToBytes } from "@evmore/evm";
import { type Database as LmdbTable, open, type RootDatabase } from "lmdb";
import type { Commit, Database, StoredBlock, TransactionPlace } from "../database/database.js";
import { checkDataFile } from "./data-file.js";
import {
	CorruptDatabaseError,
	DatabaseInUseError,
	DatabaseWriteError,
	UnknownDatabaseError,
} from "./persistence-error.js";
import { identifyProcess, isRunning } from "./process-identity.js";
import { decodeStoredBlock, encodeStoredBlock } from "./stored-block-codec.js";

const formatVersion = "evmore 1";
/** Blocks that are kept decoded: those asked for last. */
const cachedBlocks = 256;

type Table = LmdbTable<Uint8Array, Uint8Array>;

export interface LmdbOptions {
	/** Open it although a process that runs seems to own it, and write nothing. For looking into it. */
	readonly readOnly?: boolean;
}

/**
 * A folder with LMDB's files. A commit is one transaction: after a crash it is there whole or not at all, and once its promise
 * is fulfilled it is on the disk. One process at a time: whoever opens the folder writes down who it is.
 */
export class LmdbDatabase implements Database {
	readonly folder: string;
	readonly #root: RootDatabase<Uint8Array, Uint8Array>;
	/** Head, version, owner. */
	readonly #facts: Table;
	readonly #nodes: Table;
	readonly #codes: Table;
	readonly #preimages: Table;
	readonly #blocks: Table;
	/** Block hashes by number, eight bytes, big-endian. */
	readonly #canonical: Table;
	/** Block hash and index by hash of the transaction. */
	readonly #places: Table;
	readonly #readOnly: boolean;
	readonly #cache = new Map<Hash, StoredBlock>();
	#isOpen = true;

	/**
	 * @throws {DatabaseInUseError} another process has it open
	 * @throws {CorruptDatabaseError} its file is damaged
	 * @throws {UnknownDatabaseError} the folder holds something else; or is not there, and nothing shall be written
	 */
	constructor(folder: string, { readOnly = false }: LmdbOptions = {}) {
		this.folder = folder;
		this.#readOnly = readOnly;
		// LMDB would make it, and find nothing in it.
		if (readOnly && !existsSync(folder)) throw new UnknownDatabaseError(`there is no folder ${folder}`);
		checkDataFile(folder);
		try {
			this.#root = open({
				path: folder,
				maxDbs: 8,
				encoding: "binary",
				keyEncoding: "binary",
				// A commit that is reported is on the disk.
				overlappingSync: false,
				// One transaction per commit. Those of an event turn together would have a promise that nobody hears of when it fails.
				eventTurnBatching: false,
				readOnly,
			});
			const table = (name: string): Table =>
				this.#root.openDB({ name, encoding: "binary", keyEncoding: "binary" }) as Table;
			this.#facts = table("facts");
			this.#nodes = table("nodes");
			this.#codes = table("codes");
			this.#preimages = table("preimages");
			this.#blocks = table("blocks");
			this.#canonical = table("canonical");
			this.#places = table("places");
		} catch (cause) {
			throw new UnknownDatabaseError(`${folder} cannot be opened as a database`, {
				details: (cause as Error).message,
				cause,
			});
		}
		try {
			this.#claim();
		} catch (error) {
			this.#isOpen = false;
			void this.#root.close();
			if (error instanceof BaseError) throw error;
			throw new DatabaseWriteError(`${folder} cannot be written: ${(error as Error).message}`, { cause: error });
		}
	}

	/** LMDB lets one process at a time write: what is checked and written here nobody else does in between. */
	#claim(): void {
		const check = (): void => {
			const version = readText(this.#facts.get(versionKey));
			if (version !== undefined && version !== formatVersion) {
				throw new UnknownDatabaseError(
					`${this.folder} holds a database of the format "${version}", not "${formatVersion}"`,
				);
			}
			if (this.#readOnly) {
				if (version === undefined) throw new UnknownDatabaseError(`${this.folder} holds no database`);
				return;
			}
			const owner = readText(this.#facts.get(ownerKey));
			if (owner !== undefined && isRunning(owner)) {
				throw new DatabaseInUseError(`${this.folder} is in use by process ${owner.split(" ", 1)[0]}`);
			}
			void this.#facts.put(versionKey, textBytes(formatVersion));
			void this.#facts.put(ownerKey, textBytes(identifyProcess()));
		};
		if (this.#readOnly) check();
		else this.#root.transactionSync(check);
	}

	#read(table: Table, key: Uint8Array): Uint8Array | undefined {
		try {
			return table.get(key);
		} catch (cause) {
			throw this.#damaged(cause);
		}
	}

	/** Reading fails for no other reason: the file is in memory. */
	#damaged(cause: unknown): CorruptDatabaseError {
		return new CorruptDatabaseError(`${this.folder} is damaged`, { details: (cause as Error).message, cause });
	}

	getNode(hash: Uint8Array): Uint8Array | undefined {
		return plain(this.#read(this.#nodes, hash));
	}

	getCode(hash: Hash): Uint8Array | undefined {
		return plain(this.#read(this.#codes, hexToBytes(hash)));
	}

	/** Kept some time soon; what must not be lost is part of a commit. */
	putNode(hash: Uint8Array, node: Uint8Array): void {
		this.#nodes.put(hash, node).catch(reasonOf);
	}

	/** As `putNode`. */
	putCode(hash: Hash, code: Uint8Array): void {
		this.#codes.put(hexToBytes(hash), code).catch(reasonOf);
	}

	getPreimage(hash: Hash): Hex | undefined {
		const bytes = this.#read(this.#preimages, hexToBytes(hash));
		return bytes && bytesToHex(bytes);
	}

	getBlock(hash: Hash): StoredBlock | undefined {
		let block = this.#cache.get(hash);
		if (block === undefined) {
			const bytes = plain(this.#read(this.#blocks, hexToBytes(hash)));
			if (bytes === undefined) return undefined;
			block = decodeStoredBlock(bytes);
			if (block.block.hash !== hash) {
				throw new CorruptDatabaseError(`the block kept as ${hash} has the hash ${block.block.hash}`);
			}
		} else {
			this.#cache.delete(hash);
		}
		this.#remember(block);
		return block;
	}

	#remember(block: StoredBlock): void {
		this.#cache.set(block.block.hash, block);
		if (this.#cache.size > cachedBlocks) this.#cache.delete(this.#cache.keys().next().value!);
	}

	getCanonicalHash(number: bigint): Hash | undefined {
		const bytes = this.#read(this.#canonical, numberKey(number));
		return bytes && bytesToHex(bytes);
	}

	getHead(): Hash | undefined {
		const bytes = this.#read(this.#facts, headKey);
		return bytes && bytesToHex(bytes);
	}

	getRules(): string | undefined {
		return readText(this.#read(this.#facts, rulesKey));
	}

	getTransactionPlace(hash: Hash): TransactionPlace | undefined {
		const bytes = this.#read(this.#places, hexToBytes(hash));
		if (bytes === undefined) return undefined;
		const index = new DataView(bytes.buffer, bytes.byteOffset).getUint32(32);
		return { blockHash: bytesToHex(bytes.subarray(0, 32)), index };
	}

	/** @throws {DatabaseWriteError} it could not be written, as when the disk is full: nothing has changed */
	async commit(changes: Commit): Promise<void> {
		await this.#transact(() => this.#write(changes));
		for (const block of changes.blocks ?? []) this.#remember(block);
	}

	async #transact(work: () => void): Promise<void> {
		try {
			await this.#root.transaction(work);
		} catch (cause) {
			this.#cache.clear();
			const reason = await reasonOf(cause as Error);
			throw new DatabaseWriteError(`The database could not be written; nothing was changed: ${reason}`, { cause });
		}
	}

	/** Within a transaction, which what is put here becomes part of at once. */
	#write({ state, blocks = [], canonical = [], head, rules }: Commit): void {
		for (const [hash, node] of state?.nodes ?? []) void this.#nodes.put(hash, node);
		for (const [hash, code] of state?.codes ?? []) void this.#codes.put(hexToBytes(hash), code);
		for (const [hash, value] of state?.preimages ?? []) {
			void this.#preimages.put(hexToBytes(hash), hexToBytes(value));
		}
		const written = new Map<Hash, StoredBlock>();
		for (const block of blocks) {
			written.set(block.block.hash, block);
			void this.#blocks.put(hexToBytes(block.block.hash), encodeStoredBlock(block));
		}
		const hashesOf = (hash: Hash): readonly Hash[] => (written.get(hash) ?? this.getBlock(hash))?.hashes ?? [];
		for (const [number, hash] of canonical) {
			const key = numberKey(number);
			const before = this.#canonical.get(key);
			if (before !== undefined) this.#forgetPlaces(before, hashesOf(bytesToHex(before)));
			if (hash === undefined) void this.#canonical.remove(key);
			else void this.#canonical.put(key, hexToBytes(hash));
		}
		// All that is no longer canonical is gone: a transaction may have moved to another block.
		for (const [, hash] of canonical) if (hash !== undefined) this.#writePlaces(hash, hashesOf(hash));
		if (head !== undefined) void this.#facts.put(headKey, hexToBytes(head));
		if (rules !== undefined) void this.#facts.put(rulesKey, textBytes(rules));
	}

	#forgetPlaces(blockHash: Uint8Array, hashes: readonly Hash[]): void {
		for (const hash of hashes) {
			const key = hexToBytes(hash);
			const place = this.#places.get(key);
			if (place !== undefined && bytesToHex(place.subarray(0, 32)) === bytesToHex(blockHash)) {
				void this.#places.remove(key);
			}
		}
	}

	#writePlaces(blockHash: Hash, hashes: readonly Hash[]): void {
		for (const [index, hash] of hashes.entries()) {
			const place = new Uint8Array(36);
			place.set(hexToBytes(blockHash));
			new DataView(place.buffer).setUint32(32, index);
			void this.#places.put(hexToBytes(hash), place);
		}
	}

	/** Hashes of the nodes, for whoever looks for those that nobody needs. */
	*nodeHashes(): Generator<Uint8Array> {
		try {
			for (const { key } of this.#nodes.getRange()) yield key;
		} catch (cause) {
			throw this.#damaged(cause);
		}
	}

	/** Removes nodes of tries that nobody needs. */
	async removeNodes(hashes: readonly Uint8Array[]): Promise<void> {
		await this.#transact(() => {
			for (const hash of hashes) void this.#nodes.remove(hash);
		});
	}

	async close(): Promise<void> {
		if (!this.#isOpen) return;
		this.#isOpen = false;
		try {
			// A full disk may not let it; the process will have ended, which tells as much.
			if (!this.#readOnly) await this.#root.transaction(() => void this.#facts.remove(ownerKey)).catch(reasonOf);
		} finally {
			await this.#root.close();
		}
	}
}

/** Why a commit failed, in the system's words: LMDB's error has a promise of it, which must not stay unheard. */
async function reasonOf(error: Error & { readonly commitError?: Promise<never> }): Promise<string> {
	if (error.commitError === undefined) return error.message;
	const soon = new Promise<string>((resolve) => setTimeout(resolve, 100, error.message));
	const reason = error.commitError.catch((cause: Error) => cause.message);
	return (await Promise.race([reason, soon])).replace(
		/^Input\/output error$/,
		"Input/output error (is the disk full?)",
	);
}

const headKey = textBytes("head");
const rulesKey = textBytes("rules");
const versionKey = textBytes("version");
const ownerKey = textBytes("owner");

function textBytes(text: string): Uint8Array {
	return new TextEncoder().encode(text);
}

/** LMDB answers a Buffer, whose `slice` copies nothing. */
function plain(bytes: Uint8Array | undefined): Uint8Array | undefined {
	return bytes && new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}

function readText(bytes: Uint8Array | undefined): string | undefined {
	return bytes && new TextDecoder().decode(bytes);
}

function numberKey(number: bigint): Uint8Array {
	const key = new Uint8Array(8);
	new DataView(key.buffer).setBigUint64(0, number);
	return key;
}
