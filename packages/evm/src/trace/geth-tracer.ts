import type { Halt } from "../engine/abi.js";
import { memoryEnd } from "../spec/memory-operands.js";
import {
	costOfFailed,
	describeFault,
	describeFrameFault,
	executionReverted,
	isMetInExecution,
	opcodeName,
	operandsTaken,
} from "./geth-errors.js";
import type { FrameEnd, FrameStart, Step, StepEnd, Tracer } from "./tracer.js";

/** Where a trace goes, line by line; lines come without their end. */
export interface TraceSink {
	write(line: string): void;
}

/** What a trace shows of each step. */
export interface TraceOptions {
	/** Default: false. */
	readonly memory?: boolean;
	/** Default: true. */
	readonly stack?: boolean;
	/** What SLOAD and SSTORE met, in the formats that show it. Default: true. */
	readonly storage?: boolean;
	/** Default: false. */
	readonly returnData?: boolean;
}

/** An instruction as it is told in a trace. One object serves all steps. */
export class TracedStep {
	pc = 0;
	opcode = 0;
	opName = "";
	gas = 0n;
	gasCost = 0n;
	depth = 0;
	refund = 0n;
	memorySize = 0;
	/** Hex without 0x; undefined: not wanted. */
	memory: string | undefined;
	/** Hex with 0x, bottom first; undefined: not wanted. */
	stack: readonly string[] | undefined;
	/** Hex without 0x; undefined: not wanted. */
	returnData: string | undefined;
	/** Why the instruction failed, or will in a moment. */
	error: string | undefined;
}

/**
 * Tells an execution as go-ethereum does, which others compare with line by line. It logs an instruction when it has
 * been paid for; a fault that is met only in its execution is told by a second line, which shows the stack without the
 * operands, and the memory as it has grown. Nothing is kept: lines are written while the code runs.
 */
export abstract class GethTracer implements Tracer {
	protected readonly showsMemory: boolean;
	protected readonly showsStack: boolean;
	protected readonly showsStorage: boolean;
	protected readonly showsReturnData: boolean;
	readonly #traced = new TracedStep();
	#step: Step | undefined;
	/** Depth of the frame in which REVERT was the last instruction. */
	#revertingDepth = 0;
	/** Why the last instruction failed. */
	#fault: string | undefined;

	constructor(options: TraceOptions = {}) {
		this.showsMemory = options.memory ?? false;
		this.showsStack = options.stack ?? true;
		this.showsStorage = options.storage ?? true;
		this.showsReturnData = options.returnData ?? false;
	}

	/** @param after - the machine after the instruction, when it did not fail */
	protected abstract writeStep(step: TracedStep, faultFollows: boolean, after: Step): void;
	/** The second line about an instruction: it failed in execution, with `taken` operands off the stack. */
	protected abstract writeFault(step: TracedStep, taken: number, memorySize: number): void;
	protected abstract writeFrameEnd(frame: FrameEnd, error: string | undefined): void;

	enter?(frame: FrameStart): void;

	step(step: Step): void {
		const traced = this.#traced;
		this.#step = step;
		this.#revertingDepth = 0;
		this.#fault = undefined;
		traced.pc = step.pc;
		traced.opcode = step.opcode;
		traced.opName = opcodeName(step.opcode);
		traced.gas = step.gas;
		traced.depth = step.depth;
		traced.refund = step.refund;
		traced.memorySize = step.memorySize;
		traced.error = undefined;
		if (this.showsStack) traced.stack = step.stack().map(formatQuantity);
		if (this.showsMemory) traced.memory = formatBytes(step.memory());
		if (this.showsReturnData) traced.returnData = formatBytes(step.returnData());
	}

	stepEnd({ gasCost, halt }: StepEnd): void {
		const step = this.#step;
		if (step === undefined) return;
		const traced = this.#traced;
		traced.gasCost = halt === undefined ? gasCost : costOfFailed(halt, step, gasCost);
		if (halt !== undefined) return this.#writeFailed(traced, step, halt);
		const reverts = traced.opName === "REVERT";
		// Refunds are granted while gas is charged: the line of the instruction shows them already.
		if (traced.opName === "SSTORE" || traced.opName === "SELFDESTRUCT") traced.refund = step.refund;
		if (reverts) {
			this.#revertingDepth = traced.depth;
			traced.error = executionReverted;
		}
		this.writeStep(traced, reverts, step);
	}

	#writeFailed(traced: TracedStep, step: Step, halt: Halt): void {
		const error = describeFault(halt, step);
		this.#fault = error;
		traced.error = error;
		const isSecond = isMetInExecution(halt, traced.opcode);
		this.writeStep(traced, isSecond, step);
		if (!isSecond) return;
		const grown = Math.ceil(Number(memoryEnd(traced.opcode, (fromTop) => step.peek(fromTop))) / 32) * 32;
		const memorySize = grown < largestMemory ? Math.max(traced.memorySize, grown) : traced.memorySize;
		this.writeFault(traced, operandsTaken(traced.opName, halt), memorySize);
	}

	leave(frame: FrameEnd): void {
		let error = describeFrameFault(frame);
		if (error === executionReverted && this.#revertingDepth === frame.depth) {
			this.writeFault(this.#traced, 2, this.#step!.memorySize);
		} else if (frame.halt !== undefined && this.#fault !== undefined) {
			error = this.#fault;
		}
		this.#revertingDepth = 0;
		this.#fault = undefined;
		this.writeFrameEnd(frame, error);
	}
}

/** Bytes; what no gas can pay for is not shown. */
const largestMemory = 2 ** 31;

/** A number as 0x and digits without leading zeros. */
export function formatQuantity(value: bigint): string {
	return `0x${value.toString(16)}`;
}

const byteTexts: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** Bytes as hex without 0x. */
export function formatBytes(bytes: Uint8Array): string {
	let text = "";
	for (const byte of bytes) text += byteTexts[byte];
	return text;
}
