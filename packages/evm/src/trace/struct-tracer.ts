import type { Address } from "../bytes/address.js";
import { formatQuantity, GethTracer, type TracedStep, type TraceOptions, type TraceSink } from "./geth-tracer.js";
import type { Step } from "./tracer.js";

/** For people, as go-ethereum's `--trace.format struct`: a paragraph per instruction, the stack's top first. */
export class StructTracer extends GethTracer {
	readonly #sink: TraceSink;
	/** Slots that the code has read or written, by account. */
	readonly #slots = new Map<Address, Map<bigint, bigint>>();
	#address: Address | undefined;
	#slot = 0n;
	#value = 0n;

	constructor(sink: TraceSink, options: TraceOptions = {}) {
		super(options);
		this.#sink = sink;
	}

	override step(step: Step): void {
		super.step(step);
		this.#address = undefined;
		if (!this.showsStorage || !(step.opcode === sload || step.opcode === sstore)) return;
		this.#address = step.address;
		this.#slot = step.peek(0);
		this.#value = step.peek(1);
	}

	protected writeStep(step: TracedStep, faultFollows: boolean, after: Step): void {
		this.#write(step, faultFollows ? undefined : step.error);
		this.#writeStorage(step, after);
		if (step.returnData !== undefined && step.returnData !== "") {
			this.#sink.write("ReturnData:");
			this.#dump(step.returnData);
		}
		this.#sink.write("");
	}

	/** A fault that is met in execution is not told. */
	protected writeFault(): void {}

	/** Nor is what comes of a frame. */
	protected writeFrameEnd(): void {}

	#write(step: TracedStep, error: string | undefined): void {
		const { stack, memory } = step;
		const place = `pc=${step.pc.toString().padStart(8, "0")} gas=${step.gas} cost=${step.gasCost}`;
		this.#sink.write(`${step.opName.padEnd(16)}${place}${error === undefined ? "" : ` ERROR: ${error}`}`);
		if (stack !== undefined && stack.length > 0) {
			this.#sink.write("Stack:");
			for (let i = stack.length - 1; i >= 0; i--) {
				this.#sink.write(`${(stack.length - 1 - i).toString().padStart(8, "0")}  ${stack[i]}`);
			}
		}
		if (memory !== undefined && memory !== "") {
			this.#sink.write("Memory:");
			this.#dump(memory);
		}
	}

	#writeStorage(step: TracedStep, after: Step): void {
		const address = this.#address;
		if (address === undefined || step.error !== undefined) return;
		let slots = this.#slots.get(address);
		if (slots === undefined) {
			slots = new Map();
			this.#slots.set(address, slots);
		}
		// What was loaded lies on the stack by now.
		slots.set(this.#slot, step.opcode === sload ? after.peek(0) : this.#value);
		this.#sink.write("Storage:");
		for (const [slot, value] of slots) this.#sink.write(`${formatWord(slot)}: ${formatWord(value)}`);
	}

	/** Sixteen bytes a line: offset, hex, and what is printable. */
	#dump(hex: string): void {
		for (let at = 0; at < hex.length; at += 32) {
			const bytes = hex.slice(at, at + 32).match(/../g) ?? [];
			const text = bytes.map((byte) => printable(Number.parseInt(byte, 16))).join("");
			const halves = `${bytes.slice(0, 8).join(" ")}  ${bytes.slice(8).join(" ")}`;
			this.#sink.write(`${(at / 2).toString(16).padStart(8, "0")}  ${halves.padEnd(49)} |${text}|`);
		}
	}
}

const sload = 0x54;
const sstore = 0x55;

function printable(byte: number): string {
	return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : ".";
}

function formatWord(value: bigint): string {
	return formatQuantity(value).slice(2).padStart(64, "0");
}
