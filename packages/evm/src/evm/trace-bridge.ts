import { emptyBytes } from "../bytes/bytes.js";
import { Exit, FrameKind, Halt, TraceFlag } from "../engine/abi.js";
import type { FrameEnd, StepEnd, Tracer, TransactionAbout } from "../trace/tracer.js";
import { EnteredFrame } from "./entered-frame.js";
import { JournalReader } from "./journal-reader.js";
import { readLogs } from "./logs.js";
import type { KernelObserver, Machine } from "./machine.js";
import { MachineState } from "./machine-state.js";
import { expansionGas, faultCost } from "./step-cost.js";
import { StepView } from "./step-view.js";
import type { Task } from "./task.js";

/**
 * Turns what the kernel reports into calls of a tracer's hooks. What an instruction cost is known when the next thing
 * happens: the next step, a frame that it enters, or the end of its frame.
 */
export class TraceBridge implements KernelObserver {
	readonly #machine: Machine;
	readonly #tracer: Tracer;
	readonly #view: StepView;
	readonly #journal: JournalReader;
	/** Frame of the step that has not been ended; 0: none. */
	#pendingFrame = 0;
	#gasBefore = 0n;
	#memoryBefore = 0;
	#logTop = 0;
	/** Whether anybody wants to know what changes between two events. */
	readonly #tellsChanges: boolean;

	constructor(machine: Machine, tracer: Tracer) {
		this.#machine = machine;
		this.#tracer = tracer;
		this.#tellsChanges = tracer.log !== undefined || tracer.stateChange !== undefined;
		this.#view = new StepView(machine);
		this.#journal = new JournalReader(machine);
	}

	/** A transaction begins: logs and journal are empty. */
	reset(): void {
		this.#pendingFrame = 0;
		this.#logTop = 0;
		this.#journal.reset();
	}

	step(frame: number): void {
		this.#endStep(undefined);
		this.#tellChanges();
		const view = this.#view;
		view.frame = frame;
		this.#pendingFrame = frame;
		this.#gasBefore = view.gas;
		this.#memoryBefore = view.memorySize;
		const tracer = this.#tracer;
		tracer.step?.(view);
		const waiting = tracer.takeWaiting?.();
		if (waiting !== undefined) this.#machine.pauseBefore(frame, waiting);
	}

	/**
	 * @param given - gas that went to a creation, which is not part of the instruction's cost
	 * @param known - the cost, where the frame's gas does not tell it
	 */
	#endStep(halt: Halt | undefined, given = 0n, known: bigint | undefined = undefined): void {
		const frame = this.#pendingFrame;
		if (frame === 0) return;
		this.#pendingFrame = 0;
		if (this.#tracer.stepEnd === undefined) return;
		const { kernel } = this.#machine;
		let gasCost: bigint;
		if (known !== undefined) {
			gasCost = known;
		} else if (halt === undefined) {
			gasCost = this.#gasBefore - kernel.readGas(frame + kernel.layout.FRAME_GAS) - given;
		} else {
			const failedCost = kernel.functions.getFailedCost();
			gasCost = failedCost >= 0n ? failedCost : faultCost(halt, this.#view, this.#machine.spec);
		}
		const end: StepEnd = { gasCost, halt };
		this.#tracer.stepEnd(end);
	}

	/** Logs and state changes since the last event. */
	#tellChanges(): void {
		if (!this.#tellsChanges) return;
		const { functions } = this.#machine.kernel;
		if (this.#tracer.stateChange !== undefined) {
			for (const change of this.#journal.takeNew()) this.#tracer.stateChange(change);
		}
		const logTop = functions.getLogTop();
		if (this.#tracer.log !== undefined && logTop > this.#logTop) {
			for (const log of readLogs(this.#machine, this.#logTop)) {
				this.#tracer.log({ address: log.address, topics: log.topics.map(BigInt), data: log.data });
			}
		}
		this.#logTop = logTop;
	}

	enter(frame: number): void {
		const machine = this.#machine;
		const { kernel } = machine;
		const { layout } = kernel;
		const read = (offset: number): number => kernel.readU32(frame + offset);
		const kind = read(layout.FRAME_KIND) as FrameKind;
		this.#endStep(undefined, createsContract(kind) ? kernel.readGas(frame + layout.FRAME_GAS) : 0n);
		this.#tellChanges();
		const { enter } = this.#tracer;
		if (enter === undefined) return;
		const start = new EnteredFrame(machine, frame);
		enter.call(this.#tracer, start);
		start.close();
	}

	#endLastStep(exit: Exit, halt: Halt): void {
		const { kernel, spec } = this.#machine;
		const kind = kernel.readU32(this.#view.frame + kernel.layout.FRAME_KIND) as FrameKind;
		if (exit === Exit.halt && isInstructionFault(halt)) return this.#endStep(halt);
		if (exit === Exit.revert || !createsContract(kind)) return this.#endStep(undefined);
		// The deposit of the code has been paid for, or has failed: both are no matter of the instruction.
		const cost = expansionGas(this.#memoryBefore, BigInt(this.#view.memorySize), spec);
		this.#endStep(undefined, 0n, cost);
	}

	#viewOf(frame: number): StepView {
		const view = this.#view;
		view.frame = frame;
		return view;
	}

	#outputOf(frame: number, exit: number): Uint8Array {
		const { kernel, spec } = this.#machine;
		const { functions, layout } = kernel;
		const kind = kernel.readU32(frame + layout.FRAME_KIND) as FrameKind;
		// No frame of its own: the return data is still that of the last call.
		if (kind === FrameKind.selfdestruct) return emptyBytes;
		const size = functions.getReturnDataSize();
		if (size > 0 || exit !== Exit.success || spec.rules.codeDepositRequired) {
			return size === 0 ? emptyBytes : kernel.copyBytes(functions.getReturnData() >>> 0, size);
		}
		// Frontier's creations that could not pay for their code have returned it nevertheless.
		const view = this.#viewOf(frame);
		if (!createsContract(kind) || view.opcode !== returnOpcode) return emptyBytes;
		return kernel.copyBytes(kernel.readU32(frame + layout.FRAME_MEMORY) + Number(view.peek(0)), Number(view.peek(1)));
	}

	leave(frame: number, exit: number, halt: number): void {
		// The step that ends the frame is still open when it was the frame's own.
		if (this.#pendingFrame === frame) this.#endLastStep(exit, halt);
		this.#tellChanges();
		const { leave } = this.#tracer;
		if (leave === undefined) return;
		const { kernel } = this.#machine;
		const { layout } = kernel;
		const gasLeft = kernel.readGas(frame + layout.FRAME_GAS);
		const reason: Halt = halt === Halt.precompile && this.#machine.precompiles.lackedGas ? Halt.outOfGas : halt;
		const end: FrameEnd = {
			depth: kernel.readU32(frame + layout.FRAME_DEPTH),
			gasUsed: kernel.readGas(frame + layout.FRAME_INITIAL_GAS) - gasLeft,
			output: this.#outputOf(frame, exit),
			status: exit === Exit.success ? "success" : exit === Exit.revert ? "revert" : "halt",
			halt: reason === Halt.none ? undefined : reason,
			fault: exit === Exit.halt && isInstructionFault(halt) ? this.#viewOf(frame) : undefined,
		};
		leave.call(this.#tracer, end);
	}
}

const returnOpcode = 0xf3;

/** Whether the frame creates a contract: what it returns becomes code. */
function createsContract(kind: FrameKind): boolean {
	return kind === FrameKind.create || kind === FrameKind.create2;
}

/** Faults that belong to an instruction, not to what happens when a creation or call begins or ends. */
function isInstructionFault(halt: Halt): boolean {
	return halt < Halt.codeSize || halt === Halt.memoryLimit;
}

/**
 * A task, which executes a transaction or a call, with a tracer watching.
 *
 * @param about - the transaction; undefined: a call without one
 */
export function* watchTask<T extends object>(
	machine: Machine,
	tracer: Tracer,
	task: Task<T>,
	about?: TransactionAbout,
): Task<T> {
	const steps = tracer.step !== undefined || tracer.stepEnd !== undefined ? TraceFlag.steps : 0;
	machine.observer = new TraceBridge(machine, tracer);
	const { entersOnly } = tracer;
	if (entersOnly === undefined) machine.kernel.functions.setTracing(steps | TraceFlag.frames, 0);
	else machine.kernel.functions.setTracing(0, machine.findAccount(entersOnly));
	try {
		tracer.transactionStart?.({ spec: machine.spec, state: new MachineState(machine), about });
		const result = yield* task;
		if ("gasUsed" in result) tracer.transactionEnd?.(result.gasUsed as bigint);
		return result;
	} finally {
		machine.observer = undefined;
		machine.kernel.functions.setTracing(0, 0);
	}
}
