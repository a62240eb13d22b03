import {
	type AccountState,
	type Address,
	bytesToHex,
	type Hash,
	type Hex,
	type MaybePromise,
	type StateChanges,
	type StateDatabase,
} from "@evmore/evm";
import type { BlockState } from "@evmore/evm/block";
import { bigIntToBytes } from "@evmore/evm/bytes";
import { emptyRootHash } from "@evmore/evm/crypto";
import { hashAddress, hashSlot, type StateStore, StateTrie, TrieState, walkStorage } from "@evmore/evm/state";
import type { Database, StateWrites } from "../database/database.js";
import { OverlayState } from "./overlay-state.js";
import { WriteBuffer } from "./write-buffer.js";

/** What a draft builds on. */
type DraftGround = StateStore & Pick<Database, "getPreimage">;

/** A state that builds on the one with a root: what is written to it stays in it until its `writes` are committed. */
export class DraftState implements BlockState {
	readonly #database: DraftGround;
	readonly #base: StateDatabase | undefined;
	readonly #buffer: WriteBuffer;
	readonly #state: TrieState | OverlayState;
	readonly #preimages = new Map<Hash, Hex>();

	/** @param base - of which the root names what was written; without it the root is that of the whole state */
	constructor(database: DraftGround, root: Hash, base?: StateDatabase) {
		this.#database = database;
		this.#base = base;
		this.#buffer = new WriteBuffer(database);
		this.#state = base === undefined ? new TrieState(this.#buffer, root) : new OverlayState(this.#buffer, root, base);
	}

	getAccount(address: Address): MaybePromise<AccountState | undefined> {
		return this.#state.getAccount(address);
	}

	getCode(codeHash: Hash, address: Address): MaybePromise<Uint8Array> {
		return this.#state.getCode(codeHash, address);
	}

	getStorage(address: Address, slot: bigint): MaybePromise<bigint> {
		return this.#state.getStorage(address, slot);
	}

	applyChanges(changes: StateChanges): void {
		for (const { address, storage } of changes) {
			this.#preimages.set(bytesToHex(hashAddress(address)), address);
			for (const slot of storage.keys()) {
				this.#preimages.set(bytesToHex(hashSlot(slot)), bytesToHex(bigIntToBytes(slot, 32)));
			}
		}
		this.#state.applyChanges(changes);
	}

	stateRoot(): Hash {
		return this.#state.stateRoot();
	}

	*storageOf(address: Address): Generator<readonly [slot: bigint, value: bigint]> {
		const root = new StateTrie(this.#buffer, this.stateRoot()).getAccount(address)?.storageRoot ?? emptyRootHash;
		for (const [hash, value] of walkStorage(this.#buffer, root)) yield [BigInt(this.#preimageOf(hash)), value];
	}

	/** A draft that builds on this one, and leaves it as it is. */
	successor(): DraftState {
		const root = this.stateRoot();
		const buffer = this.#buffer;
		const ground: DraftGround = {
			getNode: (hash) => buffer.getNode(hash),
			putNode: (hash, node) => buffer.putNode(hash, node),
			getCode: (hash) => buffer.getCode(hash),
			putCode: (hash, code) => buffer.putCode(hash, code),
			getPreimage: (hash) => this.#preimages.get(hash) ?? this.#database.getPreimage(hash),
		};
		return new DraftState(ground, root, this.#base);
	}

	/** What to commit for the state to be there. */
	writes(): StateWrites {
		this.stateRoot();
		return { nodes: this.#buffer.nodes, codes: this.#buffer.codes, preimages: [...this.#preimages] };
	}

	#preimageOf(hash: Hash): Hex {
		return this.#preimages.get(hash) ?? this.#database.getPreimage(hash)!;
	}
}
