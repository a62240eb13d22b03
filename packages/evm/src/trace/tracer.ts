import type { Address, Hash } from "../bytes/address.js";
import type { FrameKind, Halt } from "../engine/abi.js";
import type { Spec } from "../spec/spec.js";

/**
 * The state of the running frame before an instruction. One object serves all steps: what is to be kept has to be
 * copied while the hook runs.
 */
export interface Step {
	readonly pc: number;
	readonly opcode: number;
	/** Gas left before the instruction. */
	readonly gas: bigint;
	/** 1 for the frame of the transaction. */
	readonly depth: number;
	/** The account whose storage and balance the code works on. */
	readonly address: Address;
	/** Bytes of memory in use, a multiple of 32. */
	readonly memorySize: number;
	/** Gas to be refunded so far. */
	readonly refund: bigint;
	readonly stackHeight: number;
	/** The words of the stack, bottom first. */
	stack(): bigint[];
	/** The word `fromTop` places below the top. */
	peek(fromTop: number): bigint;
	/** The same as 0x and digits without leading zeros: faster than by way of `peek`. */
	peekHex(fromTop: number): string;
	/** A copy of the memory. */
	memory(): Uint8Array;
	/** A copy of a range of it; what lies beyond its end is left out. */
	memoryRange(start: number, size: number): Uint8Array;
	/** A copy of the output of the last call. */
	returnData(): Uint8Array;
}

/** How an instruction went. */
export interface StepEnd {
	/** Gas it cost, what it gave to a call included; when it failed, what it would have cost as far as known. */
	readonly gasCost: bigint;
	/** Why it failed, when it did; `revert` is told by `leave`. */
	readonly halt: Halt | undefined;
}

/** A message call or creation that begins. */
export interface FrameStart {
	readonly kind: FrameKind;
	/** Depth of the new frame: 1 for the frame of the transaction. */
	readonly depth: number;
	/** The account whose code makes the call; of a DELEGATECALL, too. */
	readonly from: Address;
	/** The account called, or the address of the contract being created. */
	readonly to: Address;
	readonly value: bigint;
	readonly gas: bigint;
	readonly inputSize: number;
	/**
	 * Of more than 4096 bytes it is copied when it is first looked at, which must be while the hook runs: what nobody looks at costs
	 * nothing. A copy of a whole frame (`{ ...frame }`) does not have it.
	 */
	readonly input: Uint8Array;
	/** A part of it, also while the hook runs; shorter where the input ends. */
	readInput(offset: number, size: number): Uint8Array;
}

/** A message call or creation that has ended. */
export interface FrameEnd {
	readonly depth: number;
	readonly gasUsed: bigint;
	readonly output: Uint8Array;
	readonly status: "success" | "revert" | "halt";
	/** Why it halted, or did not start. */
	readonly halt: Halt | undefined;
	/** Of a frame that halted in an instruction: the machine before it, to be looked at while the hook runs. */
	readonly fault: Step | undefined;
}

/** An account that was looked up. */
export interface AccountView {
	readonly nonce: bigint;
	/** Wei. */
	readonly balance: bigint;
	readonly codeHash: Hash;
	/** Undefined: it would have to be waited for. */
	readonly code: Uint8Array | undefined;
}

/**
 * The state at the moment it is asked. A database that answers with promises cannot be asked in the middle of an
 * execution: what is not in the machine already is then undefined.
 */
export interface StateView {
	/** An account that does not exist reads as an empty one. */
	account(address: Address): AccountView | undefined;
	storage(address: Address, slot: bigint): bigint | undefined;
	/** As they were when the machine was fresh: what the database has. */
	accountBefore(address: Address): AccountView | undefined;
	storageBefore(address: Address, slot: bigint): bigint | undefined;
	/** Accounts and slots that were read since the machine was fresh: of everything that was executed on it. */
	accessed(): Iterable<readonly [address: Address, slots: readonly bigint[]]>;
}

/** What a transaction, or a call that stands for one, is known to be before it starts. */
export interface TransactionAbout {
	readonly from: Address;
	/** The address of the new contract, when it creates one. */
	readonly to: Address;
	readonly creates: boolean;
	readonly gasLimit: bigint;
	readonly coinbase: Address;
	/** Who signed its authorizations (EIP-7702), good or not. */
	readonly authorities: readonly Address[];
}

/** What tracers get to know at the start. */
export interface TransactionStart {
	readonly spec: Spec;
	readonly state: StateView;
	/** Undefined: a call without a transaction around it. */
	readonly about: TransactionAbout | undefined;
}

/** A log that was emitted; it counts only if no frame around it fails. */
export interface LogEntry {
	readonly address: Address;
	readonly topics: readonly bigint[];
	readonly data: Uint8Array;
}

/** A value of the state that an instruction or transfer changed. */
export type StateChange =
	| { readonly type: "balance"; readonly address: Address; readonly before: bigint; readonly after: bigint }
	| { readonly type: "nonce"; readonly address: Address; readonly before: bigint; readonly after: bigint }
	| { readonly type: "code"; readonly address: Address; readonly after: Uint8Array }
	| {
			readonly type: "storage";
			readonly address: Address;
			readonly slot: bigint;
			readonly before: bigint;
			readonly after: bigint;
	  };

/**
 * What can watch an execution. Hooks observe: they cannot change the outcome. Without `step` and `stepEnd` instructions
 * run at full speed; without a tracer nothing costs anything.
 */
export interface Tracer {
	/**
	 * Of all frames `enter` is told of calls of this account alone, and no hook of anything else inside the transaction: everything else
	 * runs as if nobody watched.
	 */
	readonly entersOnly?: Address;
	/** Nothing has changed yet. */
	transactionStart?(start: TransactionStart): void;
	/**
	 * All has been paid and deleted.
	 *
	 * @param gasUsed after refunds
	 */
	transactionEnd?(gasUsed: bigint): void;
	enter?(frame: FrameStart): void;
	leave?(frame: FrameEnd): void;
	/** Before each instruction. */
	step?(step: Step): void;
	/** After the instruction has been paid for, and before the frame it enters, if any. */
	stepEnd?(end: StepEnd): void;
	log?(log: LogEntry): void;
	stateChange?(change: StateChange): void;
	/** Gas of the running frame changed outside its instructions: a stipend, what a call left, a refund. */
	gasChange?(change: { readonly before: bigint; readonly after: bigint; readonly reason: string }): void;
	/**
	 * Asked after each step: a promise that the execution has to wait for before it goes on, where it was started by
	 * one of the asynchronous methods. That is how a slow reader slows the engine down.
	 */
	takeWaiting?(): Promise<void> | undefined;
}
