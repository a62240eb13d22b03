import type { Hash, Spec, StateDatabase } from "@evmore/evm";
import { Machine } from "@evmore/evm/evm";
import type { NodeChain } from "../chain/node-chain.js";

/** Accounts and slots that a machine may hold from one block to the next: to look through so many takes some 5 µs. */
const maxHeldRecords = 512;

/**
 * The machines that blocks are made on. There are several, for the pending block is asked for at any time; the one that made the last
 * block goes on from there.
 */
export class BlockMachines {
	readonly #chain: NodeChain;
	readonly #free: Machine[] = [];
	/** Holds what it read and wrote of the state with this root. */
	#kept: { readonly machine: Machine; readonly stateRoot: Hash } | undefined;

	constructor(chain: NodeChain) {
		this.#chain = chain;
	}

	/** The machine that holds what it read and wrote of a state under these rules, if there is one. */
	takeKept(spec: Spec, stateRoot: Hash): Machine | undefined {
		const kept = this.#kept;
		if (kept === undefined) return undefined;
		this.#kept = undefined;
		const isSame = kept.stateRoot === stateRoot && kept.machine.spec === spec && this.#chain.isSelfContained;
		if (isSame) return kept.machine;
		this.giveBack(kept.machine);
		return undefined;
	}

	/** A machine that has read nothing. */
	take(spec: Spec, state: StateDatabase): Machine {
		return this.#free.pop() ?? new Machine(spec, state, "auto");
	}

	/** The block was appended: the machine goes on from there, unless it holds so much that reading again is faster than looking for changes. */
	keep(machine: Machine, stateRoot: Hash): void {
		if (this.#kept !== undefined || !this.#chain.isSelfContained || machine.heldRecords > maxHeldRecords) {
			this.giveBack(machine);
		} else this.#kept = { machine, stateRoot };
	}

	/** What was done on the machine is forgotten. */
	giveBack(machine: Machine): void {
		machine.reset();
		this.#free.push(machine);
	}
}
