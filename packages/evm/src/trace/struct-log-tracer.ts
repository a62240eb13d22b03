import type { Address } from "../bytes/address.js";
import { bytesToHex } from "../bytes/hex.js";
import { findOpcode } from "../spec/opcodes.js";
import {
	costOfFailed,
	describeFault,
	describeFrameFault,
	executionReverted,
	isMetInExecution,
	opcodeName,
} from "./geth-errors.js";
import { formatWord } from "./json-value.js";
import type { StructLogConfig } from "./struct-log-config.js";
import { StructLog, type StructLogSink } from "./struct-log-sink.js";
import type { TraceWriter } from "./trace-writer.js";
import type { FrameEnd, FrameStart, Step, StepEnd, Tracer } from "./tracer.js";

/**
 * go-ethereum's default trace: an object per instruction, with the machine before it. Each is handed on while the code runs; nothing is
 * kept but the words of the stacks, as text, and the slots that were met.
 */
export class StructLogTracer implements Tracer {
	readonly #sink: StructLogSink;
	readonly #writer: TraceWriter;
	readonly #config: StructLogConfig;
	/** Words of the stack of each depth, as text; the lowest `#known` of them are those of the stack as it is. */
	readonly #words: string[][] = [];
	readonly #known: number[] = [];
	readonly #storage = new Map<Address, Map<string, string>>();
	#written = 0;
	#step: Step | undefined;
	// The instruction that runs.
	readonly #log = new StructLog();
	#opcode = 0;
	/** Refunds change in few places: they are read again after those. */
	#readsRefund = true;
	#slot = 0n;
	#value = 0n;
	// How it all ended.
	#gasUsed = 0n;
	#failed = false;
	#output = "0x";

	/** @param writer - where the sink's text goes */
	constructor(sink: StructLogSink, writer: TraceWriter, config: StructLogConfig) {
		this.#sink = sink;
		this.#writer = writer;
		this.#config = config;
	}

	/** Hands over how it all ended. */
	finish(): void {
		this.#sink.finish(this.#gasUsed, this.#failed, this.#output);
	}

	takeWaiting(): Promise<void> | undefined {
		return this.#writer.takeWaiting();
	}

	transactionEnd(gasUsed: bigint): void {
		this.#gasUsed = gasUsed;
	}

	enter({ depth }: FrameStart): void {
		this.#known[depth] = 0;
	}

	leave(frame: FrameEnd): void {
		this.#readsRefund = true;
		if (frame.depth !== 1) return;
		const error = describeFrameFault(frame);
		this.#failed = error !== undefined;
		// What failed otherwise than by REVERT returned nothing.
		if (error === undefined || error === executionReverted) this.#output = bytesToHex(frame.output);
	}

	step(step: Step): void {
		const { limit, returnData, memory } = this.#config;
		if (limit !== 0 && this.#written > limit) {
			this.#step = undefined;
			return;
		}
		const { opcode, depth } = step;
		const log = this.#log;
		this.#step = step;
		this.#opcode = opcode;
		if (this.#readsRefund) {
			log.refund = step.refund;
			this.#readsRefund = false;
		}
		log.pc = step.pc;
		log.op = opcodeName(opcode);
		log.gas = step.gas;
		log.depth = depth;
		if (this.#config.stack) log.stack = this.#readStack(step, depth, opcode);
		if (returnData) log.returnData = hexOrNothing(step.returnData());
		if (memory) log.memory = step.memorySize > 0 ? splitWords(step.memory()) : undefined;
		if (opcode === sload || opcode === sstore) {
			this.#slot = step.peek(0);
			this.#value = step.peek(1);
		}
	}

	/** An instruction changes the words that it takes and puts back: only those are read again. */
	#readStack(step: Step, depth: number, opcode: number): readonly string[] {
		const height = step.stackHeight;
		let words = this.#words[depth];
		if (words === undefined) {
			words = [];
			this.#words[depth] = words;
		}
		if (words.length > height) words.length = height;
		for (let i = this.#known[depth]!; i < height; i++) words[i] = step.peekHex(height - 1 - i);
		this.#known[depth] = Math.max(0, height - wordsTaken[opcode]!);
		return words;
	}

	stepEnd({ gasCost, halt }: StepEnd): void {
		const step = this.#step;
		if (step === undefined) return;
		const opcode = this.#opcode;
		const log = this.#log;
		log.gasCost = halt === undefined ? gasCost : costOfFailed(halt, step, gasCost);
		// What fails in execution was logged before.
		log.error = halt !== undefined && !isMetInExecution(halt, step.opcode) ? describeFault(halt, step) : undefined;
		// What fails reads and writes nothing.
		const showsStorage = this.#config.storage && halt === undefined && (opcode === sload || opcode === sstore);
		log.storage = showsStorage ? this.#readStorage(step) : undefined;
		// Refunds are granted while gas is charged, which go-ethereum does before it logs.
		if (opcode === sstore || opcode === selfdestruct) log.refund = step.refund;
		this.#written += this.#sink.add(log);
	}

	/** The slots of the account that were met until now. */
	#readStorage(step: Step): ReadonlyMap<string, string> {
		const { address } = step;
		const value = this.#opcode === sload ? step.peek(0) : this.#value;
		let slots = this.#storage.get(address);
		if (slots === undefined) {
			slots = new Map();
			this.#storage.set(address, slots);
		}
		slots.set(formatWord(this.#slot), formatWord(value));
		return slots;
	}
}

const sload = 0x54;
const sstore = 0x55;
const selfdestruct = 0xff;

/** More words than a stack holds: all of it is read again. */
const wholeStack = 1024;

/** Words from the top that an instruction may change. What those with operands in the code change is not in the table. */
const wordsTaken: readonly number[] = Array.from({ length: 256 }, (_, code) => {
	const opcode = findOpcode(code);
	if (opcode === undefined) return 0;
	return opcode.immediateBytes > 0 && !opcode.name.startsWith("PUSH") ? wholeStack : opcode.pops;
});

function hexOrNothing(bytes: Uint8Array): string | undefined {
	return bytes.length === 0 ? undefined : bytesToHex(bytes);
}

function splitWords(memory: Uint8Array): string[] {
	const digits = bytesToHex(memory).slice(2);
	const words: string[] = [];
	for (let at = 0; at < digits.length; at += 64) words.push(`0x${digits.slice(at, at + 64)}`);
	return words;
}
