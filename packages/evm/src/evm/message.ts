import type { Address } from "../bytes/address.js";
import { emptyBytes } from "../bytes/bytes.js";
import { Exit, type FrameKind, type Halt } from "../engine/abi.js";
import { BaseError } from "../errors/base-error.js";
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

/** Gas limits are signed 64-bit numbers in the kernel. */
export const maxGas: bigint = (1n << 63n) - 1n;

/** A gas limit is not a number from 0 to 2^63 - 1. */
export class GasLimitOutOfRangeError extends BaseError {}

/**
 * Runs a message within the transaction that has begun. Changes stay in the machine; those of a message that failed are
 * taken back.
 */
export function* runMessage(machine: Machine, message: Message): Task<MessageResult> {
	const { kernel } = machine;
	const { functions } = kernel;
	writeMessage(machine, message);
	while (functions.startMessage() === Exit.pending) yield Promise.all(machine.takeWaiting());
	while (functions.run() === Exit.pending) yield Promise.all(machine.takeWaiting());
	return readResult(machine);
}

/** Puts a message where the kernel's startMessage finds it. */
export function writeMessage(machine: Machine, message: Message): void {
	const { kernel } = machine;
	if (message.gas < 0n || message.gas > maxGas) {
		throw new GasLimitOutOfRangeError(`a gas limit is from 0 to ${maxGas}, not ${message.gas}`);
	}
	const target = kernel.functions.reserveInput(message.input.length) >>> 0;
	if (target === 0) throw new RangeError("out of memory");
	if (message.input.length > 0) kernel.bytes.set(message.input, target);
	const { MESSAGE } = kernel.layout;
	const caller = machine.findAccount(message.caller);
	const callee = machine.findAccount(message.to);
	kernel.writeWord(MESSAGE, message.value);
	kernel.writeU64(MESSAGE + 32, message.gas);
	kernel.writeU32(MESSAGE + 40, message.kind);
	kernel.writeU32(MESSAGE + 44, message.isStatic ? 1 : 0);
	kernel.writeU32(MESSAGE + 48, message.input.length);
	kernel.writeU32(MESSAGE + 52, caller);
	kernel.writeU32(MESSAGE + 56, callee);
}

/** How the message that was run last ended. */
export function readResult(machine: Machine): MessageResult {
	const { kernel } = machine;
	const { functions, layout } = kernel;
	const exit: Exit = functions.getLastExit();
	const size = functions.getReturnDataSize();
	return {
		status: exit === Exit.success ? "success" : exit === Exit.revert ? "revert" : "halt",
		halt: functions.getLastHalt() as Halt,
		gasLeft: kernel.readGas(functions.getRootFrame() + layout.FRAME_GAS),
		output: size === 0 ? emptyBytes : kernel.copyBytes(functions.getReturnData(), size),
	};
}
