import type { Hash } from "../bytes/address.js";
import type { EngineTier } from "../engine/compiler/policy/compile-limits.js";
import { type BlockEnvironment, enterBlock } from "../evm/block-environment.js";
import { Machine, type PrecompileMoves } from "../evm/machine.js";
import type { Spec } from "../spec/spec.js";
import type { MaybePromise, StateDatabase } from "../state/database.js";
import { MemoryState } from "../state/memory-state.js";
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
	readonly engine: EngineTier;
}

/** Machines of traces that are over, for the next ones: to make one takes longer than most traces. */
const idle: Machine[] = [];
const maxIdle = 2;
/** One whose memory has grown beyond this is not kept, bytes. */
const maxKeptBytes = 32 << 20;

const nothing = new MemoryState();

export function openWorkplace(place: Omit<TracePlace, "block">): Workplace {
	const state = new LayeredState(place.state);
	const engine = place.engine ?? "auto";
	const machine = (engine === "auto" ? idle.pop() : undefined) ?? new Machine(place.spec, state, engine);
	machine.setSpec(place.spec);
	machine.setDatabase(state);
	machine.blockHashOf = place.blockHash;
	machine.movePrecompiles(place.precompileMoves);
	return { machine, state, engine };
}

/** Hands the machine on. Only for a trace that has come to its end: one that broke off may be in the midst of anything. */
export function closeWorkplace({ machine, engine }: Workplace): void {
	const isLarge = machine.kernel.functions.heapSize() >>> 0 > maxKeptBytes;
	if (engine !== "auto" || isLarge || idle.length >= maxIdle) return;
	machine.blockHashOf = undefined;
	machine.movePrecompiles(undefined);
	machine.setDatabase(nothing);
	machine.refresh();
	idle.push(machine);
}

/** A workplace in the block of the place. */
export function enterPlace(place: TracePlace): Workplace {
	const workplace = openWorkplace(place);
	enterBlock(workplace.machine, place.block, place.chainId);
	return workplace;
}
