import type { Hash, Hex } from "@evmore/evm";
import type { StoredBlock } from "../database/database.js";
import type { ClockState } from "../miner/clock.js";
import type { MiningSettings } from "../miner/miner.js";
import type { PooledTransaction } from "../pool/transaction-pool.js";

/** What a revert goes back to. */
export interface Snapshot {
	readonly head: StoredBlock;
	/** The state after the head may have been edited since. */
	readonly stateRoot: Hash;
	readonly pool: readonly PooledTransaction[];
	readonly clock: ClockState;
	readonly mining: Readonly<MiningSettings>;
}

/** Snapshots that are remembered at once; the oldest goes first. */
const maxSnapshots = 10_000;

/** Snapshots by number. */
export class Snapshots {
	readonly #snapshots = new Map<bigint, Snapshot>();
	#next = 0n;

	/** @returns its number */
	add(snapshot: Snapshot): Hex {
		const id = this.#next++;
		this.#snapshots.set(id, snapshot);
		if (this.#snapshots.size > maxSnapshots) this.#snapshots.delete(this.#snapshots.keys().next().value!);
		return `0x${id.toString(16)}`;
	}

	/** The snapshot with a number; it and all later ones are forgotten. */
	take(id: bigint): Snapshot | undefined {
		const snapshot = this.#snapshots.get(id);
		if (snapshot === undefined) return undefined;
		for (const other of this.#snapshots.keys()) if (other >= id) this.#snapshots.delete(other);
		return snapshot;
	}

	list(): readonly (readonly [id: bigint, snapshot: Snapshot])[] {
		return [...this.#snapshots];
	}

	clear(): void {
		this.#snapshots.clear();
	}
}
