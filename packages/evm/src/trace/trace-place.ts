import type { Hash } from "../bytes/address.js";
import type { EngineTier } from "../engine/compiler/policy/compile-limits.js";
import { type BlockEnvironment, enterBlock } from "../evm/block-environment.js";
import { Machine, type PrecompileMoves } from "../evm/machine.js";
import type { Spec } from "../spec/spec.js";
import type { MaybePromise, StateDatabase } from "../state/database.js";
import { LayeredState } from "./layered-state.js";

/** Where something is executed to be traced: rules, state, block. */
export interface TracePlace {
	readonly spec: Spec;
	/** The state that execution starts from. It is only read. */
	readonly state: StateDatabase;
	readonly block: BlockEnvironment;
	readonly chainId: bigint;
	/** Hashes of earlier blocks, for BLOCKHASH; undefined: not known. */
	readonly blockHash?: ((number: bigint) => MaybePromise<Hash | undefined>) | undefined;
	/** Precompiled contracts that stand elsewhere. Default: none. */
	readonly precompileMoves?: PrecompileMoves | undefined;
	/** Default: `"auto"`. */
	readonly engine?: EngineTier | undefined;
}

/** A machine of its own at that place, which has read nothing, and the state it changes. */
export interface Workplace {
	readonly machine: Machine;
	readonly state: LayeredState;
}

export function openWorkplace(place: Omit<TracePlace, "block">): Workplace {
	const state = new LayeredState(place.state);
	const machine = new Machine(place.spec, state, place.engine ?? "auto");
	machine.blockHashOf = place.blockHash;
	machine.movePrecompiles(place.precompileMoves);
	return { machine, state };
}

/** A workplace in the block of the place. */
export function enterPlace(place: TracePlace): Workplace {
	const workplace = openWorkplace(place);
	enterBlock(workplace.machine, place.block, place.chainId);
	return workplace;
}
