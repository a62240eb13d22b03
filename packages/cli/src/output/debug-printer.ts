import type { Address, Tracer } from "@evmore/evm";
import { findOpcode } from "@evmore/evm/spec";
import type { MemoryState } from "@evmore/evm/state";
import {
	type FrameEnd,
	FrameKind,
	type FrameStart,
	Halt,
	type LogEntry,
	type Step,
	type StepEnd,
} from "@evmore/evm/trace";
import type { Styles } from "../terminal.js";
import { haltReasons } from "./halt-reasons.js";

export interface DebugOptions {
	readonly memory: boolean;
	readonly stack: boolean;
	readonly styles: Styles;
}

/** Words of the stack, and slots of an account, that are shown. */
const shownWords = 12;
const shownSlots = 256;
/** Deeper frames are not indented further. */
const maxIndentedDepth = 12;

/**
 * Shows an execution to people: a line per instruction with the gas before it, its cost, and the stack before it, the top
 * first; calls indented.
 */
export class DebugPrinter implements Tracer {
	readonly #write: (line: string) => void;
	readonly #options: DebugOptions;
	/** Accounts whose storage the code worked on. */
	readonly #accounts = new Set<Address>();
	/** The step that is not written yet: what it pushes and costs is known later. */
	#step: { pc: number; opcode: number; gas: bigint; depth: number; stack: string; memory: string[] } | undefined;
	#end: StepEnd | undefined;
	#hasHeader = false;

	constructor(write: (line: string) => void, options: DebugOptions) {
		this.#write = write;
		this.#options = options;
	}

	enter(frame: FrameStart): void {
		this.#flushStep(undefined);
		this.#writeHeader();
		if (frame.depth === 1) return;
		const kind = FrameKind[frame.kind]!.toUpperCase();
		const value = frame.value === 0n ? "" : `, ${frame.value} wei`;
		this.#writeIndented(
			frame.depth,
			this.#options.styles.cyan(`${kind} ${frame.to}, ${frame.gas} gas${value}, depth ${frame.depth}`),
		);
	}

	leave(frame: FrameEnd): void {
		this.#flushStep(undefined);
		if (frame.depth === 1) return;
		const why = frame.status === "halt" && frame.halt !== undefined ? `: ${describeHalt(frame.halt)}` : "";
		const text = `${frame.status}${why}, ${frame.gasUsed} gas used`;
		this.#writeIndented(frame.depth, this.#options.styles.cyan(text));
	}

	step(step: Step): void {
		this.#flushStep(step);
		const { pc, opcode, gas, depth } = step;
		this.#accounts.add(step.address);
		const stack = this.#options.stack ? formatStack(step) : "";
		const memory = this.#options.memory ? formatMemory(step.memory()) : [];
		this.#step = { pc, opcode, gas, depth, stack, memory };
	}

	stepEnd(end: StepEnd): void {
		this.#end = end;
	}

	log(log: LogEntry): void {
		this.#flushStep(undefined);
		const topics = log.topics.map((topic) => `0x${topic.toString(16).padStart(64, "0")}`).join(" ");
		this.#write(`       log of ${log.address} ${topics} ${log.data.length} bytes`);
	}

	/** After the execution: what the storage of the accounts that ran code holds, in hexadecimal. */
	printStorage(state: MemoryState): void {
		for (const address of this.#accounts) {
			const slots = [...state.storageOf(address)].sort(([a], [b]) => (a < b ? -1 : 1));
			if (slots.length === 0) continue;
			this.#write(`storage of ${address}`);
			for (const [slot, value] of slots.slice(0, shownSlots)) {
				this.#write(`  ${slot.toString(16)}: ${value.toString(16)}`);
			}
			if (slots.length > shownSlots) this.#write(`  … ${slots.length - shownSlots} more`);
		}
	}

	#writeHeader(): void {
		if (this.#hasHeader) return;
		this.#hasHeader = true;
		const title = `${"pc".padStart(5)}  ${"instruction".padEnd(16)} ${"gas".padStart(12)} ${"cost".padStart(8)}`;
		this.#write(this.#options.styles.bold(`${title}${this.#options.stack ? "  stack, top first" : ""}`));
	}

	/** @param next - the step after it, which shows what it pushed */
	#flushStep(next: Step | undefined): void {
		const step = this.#step;
		if (step === undefined) return;
		this.#step = undefined;
		const { styles } = this.#options;
		const immediateBytes = findOpcode(step.opcode)?.immediateBytes ?? 0;
		const isPush = step.opcode >= 0x60 && step.opcode <= 0x7f;
		const pushed = isPush && next?.depth === step.depth ? next.peek(0) : undefined;
		const operand = pushed === undefined ? "" : ` 0x${pushed.toString(16).padStart(immediateBytes * 2, "0")}`;
		const instruction = `${indentOf(step.depth)}${nameOpcode(step.opcode)}${operand}`.padEnd(16);
		const cost = this.#end === undefined ? "" : this.#end.gasCost.toString();
		const halt = this.#end?.halt;
		const fault = halt === undefined ? "" : `  ${styles.red(describeHalt(halt))}`;
		this.#end = undefined;
		const place = styles.dim(step.pc.toString().padStart(5));
		this.#write(
			`${place}  ${instruction} ${step.gas.toString().padStart(12)} ${cost.padStart(8)}  ${step.stack}${fault}`.trimEnd(),
		);
		for (const line of step.memory) this.#write(styles.dim(`       ${line}`));
	}

	#writeIndented(depth: number, text: string): void {
		this.#write(`       ${indentOf(depth - 1)}${text}`);
	}
}

function indentOf(depth: number): string {
	return "  ".repeat(Math.min(depth, maxIndentedDepth) - 1);
}

function describeHalt(halt: Halt): string {
	return haltReasons[Halt[halt] as keyof typeof haltReasons];
}

function nameOpcode(opcode: number): string {
	return findOpcode(opcode)?.name ?? `opcode 0x${opcode.toString(16).padStart(2, "0")}`;
}

function formatStack(step: Step): string {
	const words: string[] = [];
	const shown = Math.min(step.stackHeight, shownWords);
	for (let i = 0; i < shown; i++) words.push(`0x${step.peek(i).toString(16)}`);
	if (step.stackHeight > shown) words.push(`… ${step.stackHeight - shown} more`);
	return words.join(" ");
}

function formatMemory(memory: Uint8Array): string[] {
	const lines: string[] = [];
	for (let at = 0; at < memory.length; at += 32) {
		const word = Buffer.from(memory.subarray(at, at + 32)).toString("hex");
		lines.push(`memory ${at.toString(16).padStart(4, "0")}: ${word}`);
	}
	return lines;
}
