import type { Address } from "../bytes/address.js";
import type { FrameKind, Halt } from "../engine/abi.js";

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
	/** A copy of the memory. */
	memory(): Uint8Array;
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
	readonly from: Address;
	/** The account called, or the address of the contract being created. */
	readonly to: Address;
	readonly value: bigint;
	readonly gas: bigint;
	readonly input: Uint8Array;
}

/** A message call or creation that has ended. */
export interface FrameEnd {
	readonly depth: number;
	readonly gasUsed: bigint;
	readonly output: Uint8Array;
	readonly status: "success" | "revert" | "halt";
	/** Why it halted, or did not start. */
	readonly halt: Halt | undefined;
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
	transactionStart?(): void;
	/** @param gasUsed after refunds */
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
}
