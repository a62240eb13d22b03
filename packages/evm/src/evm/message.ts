import type { Address } from "../bytes/address.js";
import { Exit, type FrameKind, type Halt } from "../engine/abi.js";
import type { Machine } from "./machine.js";
import type { Task } from "./task.js";

/** A message to be executed: a call, or a creation at a known address. */
export interface Message {
	readonly kind: FrameKind;
	readonly caller: Address;
	/** The account called, or the address of the new contract. */
	readonly to: Address;
	/** Wei. */
	readonly value: bigint;
	/** Input of a call, initcode of a creation. */
	readonly input: Uint8Array;
	/** 0 to 2^63 - 1. */
	readonly gas: bigint;
	/** State must not change. */
	readonly isStatic: boolean;
}

/** How a message ended. */
export interface MessageResult {
	readonly status: "success" | "revert" | "halt";
	/** Why it halted or did not start; Halt.none otherwise. */
	readonly halt: Halt;
	readonly gasLeft: bigint;
	readonly output: Uint8Array;
}

/**
 * Runs a message within the transaction that has begun. Changes stay in the machine; those of a message that failed are
 * taken back.
 */
export function* runMessage(machine: Machine, message: Message): Task<MessageResult> {
	const { functions } = machine.kernel;
	const { messageRecord } = machine;
	const { kind, caller, to, value, input, gas, isStatic } = message;
	messageRecord.write(kind, caller, to, value, input, gas, isStatic);
	while (functions.runMessage() === Exit.pending) yield Promise.all(machine.takeWaiting());
	return {
		status: messageRecord.status,
		halt: messageRecord.halt,
		gasLeft: messageRecord.gasLeft,
		output: messageRecord.readOutput(),
	};
}
