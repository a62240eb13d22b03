import type { Address } from "../bytes/address.js";
import { bytesToHex } from "../bytes/hex.js";
import { FrameKind } from "../engine/abi.js";
import { findOpcode } from "../spec/opcodes.js";
import { opcodeName } from "./geth-errors.js";
import type { JsonValue } from "./json-value.js";
import { KeptBytes } from "./kept-bytes.js";
import type { ResultTracer, TracerSetting } from "./result-tracer.js";
import { delegateOf } from "./state-accesses.js";
import type { FrameEnd, FrameStart, StateView, Step, StepEnd, TransactionStart } from "./tracer.js";

/** What an instruction did; null: it failed. */
interface Effect {
	/** Gas left after it. */
	readonly used: number;
	readonly push: string[];
	readonly mem: { readonly off: number; readonly data: string } | null;
	readonly store: { readonly key: string; readonly val: string } | null;
}

interface Operation {
	cost: number;
	ex: Effect | null;
	readonly pc: number;
	/** The frame that it entered. */
	sub: FrameTrace | null;
	readonly op: string;
}

interface FrameTrace {
	readonly code: string;
	readonly ops: Operation[];
}

/** The instruction that runs in a frame: what it did is seen when the frame goes on. */
interface Running {
	readonly operation: Operation;
	readonly opcode: number;
	readonly gas: bigint;
	readonly range: MemoryRange | undefined;
	readonly store: Effect["store"];
	failed: boolean;
}

type MemoryRange = readonly [start: bigint, size: bigint];

/** Bytes that an operation takes in JSON, about, without what it pushed and wrote. */
const operationSize = 100;

/** Parity's `vmTrace`: every instruction with what it pushed, wrote and stored, the frames that it entered within it. */
export class VmTraceTracer implements ResultTracer {
	readonly #frames: FrameTrace[] = [];
	/** By depth, as the frames. */
	readonly #running: (Running | undefined)[] = [];
	readonly #kept: KeptBytes;
	/** Whether accounts delegate under these rules (EIP-7702). */
	#delegates = false;
	#state: StateView | undefined;
	#root: FrameTrace | undefined;

	constructor({ maxBytes }: TracerSetting) {
		this.#kept = new KeptBytes(maxBytes);
	}

	transactionStart({ state, spec }: TransactionStart): void {
		this.#state = state;
		this.#delegates = spec.rules.delegations;
	}

	enter(start: FrameStart): void {
		const { kind, to } = start;
		const creates = kind === FrameKind.create || kind === FrameKind.create2;
		const code = creates ? start.input : this.#codeOf(kind === FrameKind.selfdestruct ? undefined : to);
		this.#kept.add(code.length * 2 + operationSize);
		const frame: FrameTrace = { code: bytesToHex(code), ops: [] };
		const operation = this.#running[this.#running.length - 1]?.operation;
		if (this.#root === undefined) this.#root = frame;
		else if (operation !== undefined && kind !== FrameKind.selfdestruct) operation.sub = frame;
		this.#frames.push(frame);
		this.#running.push(undefined);
	}

	#codeOf(address: Address | undefined): Uint8Array {
		const code = address === undefined ? undefined : this.#state?.account(address)?.code;
		const delegate = this.#delegates ? delegateOf(code) : undefined;
		return (delegate === undefined ? code : this.#state?.account(delegate)?.code) ?? new Uint8Array(0);
	}

	step(step: Step): void {
		const place = this.#frames.length - 1;
		this.#finish(this.#running[place], step);
		const { opcode, pc, gas } = step;
		const operation: Operation = { cost: 0, ex: null, pc, sub: null, op: opcodeName(opcode) };
		this.#kept.add(operationSize);
		this.#frames[place]!.ops.push(operation);
		const store = opcode === sstore ? { key: step.peekHex(0), val: step.peekHex(1) } : null;
		const range = rangeWritten(opcode, step);
		this.#running[place] = { operation, opcode, gas, range, store, failed: false };
	}

	stepEnd({ gasCost, halt }: StepEnd): void {
		const running = this.#running[this.#frames.length - 1];
		if (running === undefined) return;
		running.operation.cost = Number(gasCost);
		running.failed = halt !== undefined;
	}

	/** @param after - the machine after the instruction, while its frame runs */
	#finish(running: Running | undefined, after: Step): void {
		if (running === undefined || running.failed) return;
		const { operation, opcode, range, store } = running;
		const pushed = Math.min(findOpcode(opcode)?.pushes ?? 0, after.stackHeight);
		const push = Array.from({ length: pushed }, (_, index) => after.peekHex(pushed - 1 - index));
		let mem: Effect["mem"] = null;
		if (range !== undefined && range[1] > 0n) {
			const [start, size] = range;
			mem = { off: Number(start), data: bytesToHex(after.memoryRange(Number(start), Number(size))) };
		}
		this.#kept.add(push.length * 68 + (mem?.data.length ?? 0));
		operation.ex = { used: Number(after.gas), push, mem, store };
	}

	leave({ status }: FrameEnd): void {
		this.#frames.pop();
		const running = this.#running.pop();
		// The last instruction ends the frame: it pushes nothing. A frame that halts ends with one that failed.
		if (running === undefined || running.failed || status === "halt") return;
		const { operation, gas } = running;
		operation.ex ??= { used: Number(gas) - operation.cost, push: [], mem: null, store: null };
	}

	result(): JsonValue {
		return (this.#root ?? null) as unknown as JsonValue;
	}
}

const sstore = 0x55;

/** Places of the operands that say where an instruction writes, and how much: below the top of the stack. */
const placesWritten: ReadonlyMap<number, readonly [start: number, size: number | "word" | "byte"]> = new Map([
	[0x37, [0, 2]],
	[0x39, [0, 2]],
	[0x3c, [1, 3]],
	[0x3e, [0, 2]],
	[0x51, [0, "word"]],
	[0x52, [0, "word"]],
	[0x53, [0, "byte"]],
	[0x5e, [0, 2]],
	[0xf1, [5, 6]],
	[0xf2, [5, 6]],
	[0xf4, [4, 5]],
	[0xfa, [4, 5]],
]);

function rangeWritten(opcode: number, step: Step): MemoryRange | undefined {
	const places = placesWritten.get(opcode);
	if (places === undefined) return undefined;
	const [start, size] = places;
	return [step.peek(start), size === "word" ? 32n : size === "byte" ? 1n : step.peek(size)];
}
