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
import type { TraceWriter } from "./trace-writer.js";
import type { FrameEnd, FrameStart, StateView, Step, StepEnd, Tracer, TransactionStart } from "./tracer.js";

/**
 * go-ethereum's default trace: an object per instruction, with the machine before it. The text is written while the code
 * runs; nothing is kept but the words of the stacks, as text, and the slots that were met.
 */
export class StructLogTracer implements Tracer {
	readonly #writer: TraceWriter;
	readonly #config: StructLogConfig;
	/** Words of the stack of each depth, as text; the lowest `#known` of them are those of the stack as it is. */
	readonly #words: string[][] = [];
	readonly #known: number[] = [];
	readonly #storage = new Map<Address, Map<string, string>>();
	#state: StateView | undefined;
	#written = 0;
	#logs = 0;
	#step: Step | undefined;
	// The instruction that runs.
	#opcode = 0;
	#start = "";
	#depth = 0;
	#refund = 0n;
	/** Refunds change in few places: they are read again after those. */
	#readsRefund = true;
	/** What came between depth and refund: stack, return data, memory. */
	#machine = "";
	#slot = 0n;
	#value = 0n;
	// How it all ended.
	#gasUsed = 0n;
	#failed = false;
	#output = "0x";

	constructor(writer: TraceWriter, config: StructLogConfig) {
		this.#writer = writer;
		this.#config = config;
	}

	/** Writes what comes before the first instruction. */
	begin(): void {
		this.#writer.write('{"structLogs":[');
	}

	/** Writes what comes behind the last one. */
	finish(): void {
		this.#writer.write(`],"gas":${this.#gasUsed},"failed":${this.#failed},"returnValue":"${this.#output}"}`);
	}

	takeWaiting(): Promise<void> | undefined {
		return this.#writer.takeWaiting();
	}

	transactionStart({ state }: TransactionStart): void {
		this.#state = state;
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
		this.#step = step;
		this.#opcode = opcode;
		this.#depth = depth;
		if (this.#readsRefund) {
			this.#refund = step.refund;
			this.#readsRefund = false;
		}
		this.#start = `{"pc":${step.pc},"op":"${opcodeName(opcode)}","gas":${step.gas},"gasCost":`;
		let machine = this.#config.stack ? this.#formatStack(step, depth, opcode) : "";
		if (returnData) machine += formatReturnData(step.returnData());
		if (memory && step.memorySize > 0) machine += formatMemory(step.memory());
		this.#machine = machine;
		if (opcode === sload || opcode === sstore) {
			this.#slot = step.peek(0);
			this.#value = step.peek(1);
		}
	}

	/** An instruction changes the words that it takes and puts back: only those are read again. */
	#formatStack(step: Step, depth: number, opcode: number): string {
		const height = step.stackHeight;
		let words = this.#words[depth];
		if (words === undefined) {
			words = [];
			this.#words[depth] = words;
		}
		if (words.length > height) words.length = height;
		for (let i = this.#known[depth]!; i < height; i++) words[i] = step.peekHex(height - 1 - i);
		this.#known[depth] = Math.max(0, height - wordsTaken[opcode]!);
		return height === 0 ? ',"stack":[]' : `,"stack":["${words.join('","')}"]`;
	}

	stepEnd({ gasCost, halt }: StepEnd): void {
		const step = this.#step;
		if (step === undefined) return;
		const opcode = this.#opcode;
		const cost = halt === undefined ? gasCost : costOfFailed(halt, step, gasCost);
		let text = `${this.#logs++ === 0 ? "" : ","}${this.#start}${cost},"depth":${this.#depth}`;
		// What fails in execution was logged before.
		if (halt !== undefined && !isMetInExecution(halt)) text += `,"error":${JSON.stringify(describeFault(halt, step))}`;
		text += this.#machine;
		if (this.#config.storage && (opcode === sload || opcode === sstore))
			text += this.#formatStorage(step, halt === undefined);
		// Refunds are granted while gas is charged, which go-ethereum does before it logs.
		if (opcode === sstore || opcode === selfdestruct) this.#refund = step.refund;
		if (this.#refund !== 0n) text += `,"refund":${this.#refund}`;
		text += "}";
		this.#written += text.length;
		this.#writer.write(text);
	}

	#formatStorage(step: Step, succeeded: boolean): string {
		const loads = this.#opcode === sload;
		const height = step.stackHeight;
		// A slot that could not be paid for is shown all the same.
		if (!succeeded && height < (loads ? 1 : 2)) return "";
		const { address } = step;
		let value: bigint | undefined = this.#value;
		if (loads) value = succeeded ? step.peek(0) : this.#state?.storage(address, this.#slot);
		let slots = this.#storage.get(address);
		if (slots === undefined) {
			slots = new Map();
			this.#storage.set(address, slots);
		}
		if (value !== undefined) slots.set(formatWord(this.#slot), formatWord(value));
		if (slots.size === 0) return "";
		let text = ',"storage":{';
		for (const [slot, content] of slots) text += `${text.endsWith("{") ? "" : ","}"${slot}":"${content}"`;
		return `${text}}`;
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

function formatReturnData(data: Uint8Array): string {
	return data.length === 0 ? "" : `,"returnData":"${bytesToHex(data)}"`;
}

function formatMemory(memory: Uint8Array): string {
	const digits = bytesToHex(memory).slice(2);
	let text = ',"memory":[';
	for (let at = 0; at < digits.length; at += 64) text += `${at === 0 ? "" : ","}"0x${digits.slice(at, at + 64)}"`;
	return `${text}]`;
}
