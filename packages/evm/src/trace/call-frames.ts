import type { Address } from "../bytes/address.js";
import { FrameKind } from "../engine/abi.js";
import { describeFrameFault, executionReverted } from "./geth-errors.js";
import { KeptBytes } from "./kept-bytes.js";
import type { TracerSetting } from "./result-tracer.js";
import { decodeRevertReason } from "./revert-reason.js";
import type { FrameEnd, FrameStart, LogEntry, TransactionStart } from "./tracer.js";

/** A log as it stands in its frame. */
export interface FrameLog extends LogEntry {
	/** Of the block, or of the transaction when nothing is known of the block. */
	readonly index: number;
	/** Calls that the frame had made before. */
	readonly position: number;
}

/** A message call, creation or self-destruction with all that came of it. */
export interface CallFrame {
	readonly kind: FrameKind;
	readonly from: Address;
	/** Undefined of a creation that failed. */
	to: Address | undefined;
	/** Undefined where a call cannot carry any. */
	readonly value: bigint | undefined;
	/** Of the transaction's own frame: its gas limit. */
	readonly gas: bigint;
	gasUsed: bigint;
	readonly input: Uint8Array;
	/** Undefined: it failed without saying anything. */
	output: Uint8Array | undefined;
	/** In go-ethereum's words. */
	error: string | undefined;
	revertReason: string | undefined;
	readonly calls: CallFrame[];
	readonly logs: FrameLog[];
}

/** Collects the frames of a transaction as a tree. */
export class CallFrames {
	readonly #firstLogIndex: number;
	readonly #stack: CallFrame[] = [];
	/** Logs that count, when each frame began. */
	readonly #logsBefore: number[] = [];
	#logs = 0;
	readonly #kept: KeptBytes;
	#gasLimit: bigint | undefined;
	root: CallFrame | undefined;

	constructor({ origin, maxBytes }: TracerSetting = {}) {
		this.#firstLogIndex = origin?.firstLogIndex ?? 0;
		this.#kept = new KeptBytes(maxBytes);
	}

	start({ about }: TransactionStart): void {
		this.#gasLimit = about?.gasLimit;
	}

	/** The frame that runs. */
	get current(): CallFrame | undefined {
		return this.#stack[this.#stack.length - 1];
	}

	enter(start: FrameStart): CallFrame {
		this.#kept.add(2 * (memberSize + start.inputSize));
		const { kind, from, to, value, gas, input } = start;
		const parent = this.current;
		const frame: CallFrame = {
			kind,
			from,
			to,
			value: kind === FrameKind.staticCall ? undefined : value,
			gas: parent === undefined ? (this.#gasLimit ?? gas) : gas,
			gasUsed: 0n,
			input,
			output: undefined,
			error: undefined,
			revertReason: undefined,
			calls: [],
			logs: [],
		};
		if (parent === undefined) this.root = frame;
		else parent.calls.push(frame);
		this.#stack.push(frame);
		this.#logsBefore.push(this.#logs);
		return frame;
	}

	leave(end: FrameEnd): CallFrame {
		this.#kept.add(2 * end.output.length);
		const frame = this.#stack.pop()!;
		const logsBefore = this.#logsBefore.pop()!;
		frame.gasUsed = end.gasUsed;
		frame.error = describeFrameFault(end);
		if (frame.error === undefined) {
			frame.output = end.output;
			return frame;
		}
		// The logs of a frame that fails, and of those it called, do not count.
		this.#logs = logsBefore;
		dropLogs(frame);
		if (frame.kind === FrameKind.create || frame.kind === FrameKind.create2) frame.to = undefined;
		if (frame.error !== executionReverted || end.output.length === 0) return frame;
		frame.output = end.output;
		frame.revertReason = decodeRevertReason(end.output);
		return frame;
	}

	/** Of a frame that is not kept only the logs count. */
	enterUnkept(): void {
		this.#logsBefore.push(this.#logs);
	}

	leaveUnkept(end: FrameEnd): void {
		const logsBefore = this.#logsBefore.pop()!;
		if (describeFrameFault(end) !== undefined) this.#logs = logsBefore;
	}

	logUnkept(): void {
		this.#logs++;
	}

	log({ address, topics, data }: LogEntry): void {
		const frame = this.current;
		if (frame === undefined) return;
		this.#kept.add(2 * (memberSize + data.length));
		const index = this.#firstLogIndex + this.#logs++;
		frame.logs.push({ address, topics, data, index, position: frame.calls.length });
	}

	/** @param gasUsed of the transaction, after refunds; the sender pays for it, not the frame */
	end(gasUsed: bigint): void {
		if (this.root !== undefined && this.#gasLimit !== undefined) this.root.gasUsed = gasUsed;
	}
}

/** Half of what the other members of a frame take in JSON. */
const memberSize = 120;

function dropLogs(frame: CallFrame): void {
	frame.logs.length = 0;
	for (const call of frame.calls) dropLogs(call);
}

/** How frames are called after the instructions that make them. */
export const frameNames: Readonly<Record<FrameKind, string>> = {
	[FrameKind.call]: "CALL",
	[FrameKind.callCode]: "CALLCODE",
	[FrameKind.delegateCall]: "DELEGATECALL",
	[FrameKind.staticCall]: "STATICCALL",
	[FrameKind.create]: "CREATE",
	[FrameKind.create2]: "CREATE2",
	[FrameKind.selfdestruct]: "SELFDESTRUCT",
};
