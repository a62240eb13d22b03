import {
	type AccountState,
	type Address,
	bytesToHex,
	type Hash,
	type Hex,
	type StateChanges,
	type StateDatabase,
} from "@evmore/evm";
import { encodeHeader } from "@evmore/evm/block";
import { bigIntToBytes } from "@evmore/evm/bytes";
import { Machine } from "@evmore/evm/evm";
import { RecordingStore, TrieState } from "@evmore/evm/state";
import type { NodeChain } from "../chain/node-chain.js";
import type { StoredBlock } from "../database/database.js";
import { replayBlock, requireParent } from "./replay-block.js";

/** What a block reads: enough to execute it, and to compute the state root after it. */
export interface ExecutionWitness {
	/** RLP of nodes of the tries. */
	readonly state: readonly Hex[];
	readonly codes: readonly Hex[];
	/** Addresses and slots whose hashes are the keys of the tries. */
	readonly keys: readonly Hex[];
	/** RLP of the headers before the block, as far back as it asks for their hashes; the parent's at least. */
	readonly headers: readonly Hex[];
}

/** Executes a block again and records what it reads. */
export async function recordWitness(chain: NodeChain, stored: StoredBlock): Promise<ExecutionWitness> {
	const parent = requireParent(chain, stored);
	const store = new RecordingStore(chain.database);
	const state = new RecordedReads(new TrieState(store, parent.stateRoot));
	let oldest = parent.block.header.number;
	// A machine that was used before knows code that it would not ask for.
	const machine = new Machine(chain.specOf(stored), state, "interpreter");
	await replayBlock(chain, stored, machine, {
		state,
		onHash: (number) => {
			if (number < oldest) oldest = number;
		},
	});
	const witness = store.witness();
	return {
		state: witness.state.map((node) => bytesToHex(node)),
		codes: witness.codes.map((code) => bytesToHex(code)),
		keys: [...state.keys],
		headers: listHeaders(chain, parent, oldest),
	};
}

function listHeaders(chain: NodeChain, parent: StoredBlock, oldest: bigint): Hex[] {
	const headers: Hex[] = [];
	for (let block: StoredBlock | undefined = parent; block !== undefined && block.block.header.number >= oldest; ) {
		headers.unshift(bytesToHex(encodeHeader(block.block.header)));
		block = chain.block(block.block.header.parentHash);
	}
	return headers;
}

/** Remembers which accounts and slots are asked for. */
class RecordedReads implements StateDatabase {
	readonly #inner: TrieState;
	readonly keys = new Set<Hex>();

	constructor(inner: TrieState) {
		this.#inner = inner;
	}

	getAccount(address: Address): AccountState | undefined {
		this.keys.add(address);
		return this.#inner.getAccount(address);
	}

	getCode(codeHash: Hash, address: Address): Uint8Array {
		return this.#inner.getCode(codeHash, address);
	}

	getStorage(address: Address, slot: bigint): bigint {
		this.keys.add(bytesToHex(bigIntToBytes(slot, 32)));
		return this.#inner.getStorage(address, slot);
	}

	applyChanges(changes: StateChanges): void {
		this.#inner.applyChanges(changes);
	}

	stateRoot(): Hash {
		return this.#inner.stateRoot();
	}
}
