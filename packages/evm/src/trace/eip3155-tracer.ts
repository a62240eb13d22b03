import { formatBytes, GethTracer, type TracedStep, type TraceOptions, type TraceSink } from "./geth-tracer.js";
import { formatStack } from "./json-tracer.js";
import type { FrameEnd } from "./tracer.js";

/** What a trace's last line says about the transaction. */
export interface Eip3155Summary {
	/** 0x and 64 digits. */
	readonly stateRoot: string;
	/** Whether the transaction, or the test it belongs to, went as it should. */
	readonly pass: boolean;
	readonly fork?: string;
}

/**
 * The trace as EIP-3155 has it, word for word: one line per instruction with the machine before it, all required
 * members, and a summary at the end. An instruction that fails is told once, with its error.
 */
export class Eip3155Tracer extends GethTracer {
	readonly #sink: TraceSink;
	#refundBefore = 0n;
	#output = "";
	#gasUsed = 0n;
	#error: string | undefined;

	constructor(sink: TraceSink, options: TraceOptions = {}) {
		// The stack and the return data are required.
		super({ ...options, stack: true, returnData: true });
		this.#sink = sink;
	}

	override step(step: Parameters<GethTracer["step"]>[0]): void {
		super.step(step);
		this.#refundBefore = step.refund;
	}

	transactionEnd(gasUsed: bigint): void {
		this.#gasUsed = gasUsed;
	}

	protected writeStep(step: TracedStep): void {
		let line = `{"pc":${step.pc},"op":${step.opcode},"gas":"0x${step.gas.toString(16)}","gasCost":"0x${step.gasCost.toString(16)}"`;
		line += `,"memSize":${step.memorySize},"stack":${formatStack(step.stack ?? [])},"depth":${step.depth}`;
		line += `,"returnData":"0x${step.returnData ?? ""}","refund":${this.#refundBefore},"opName":"${step.opName}"`;
		if (step.memory !== undefined) line += `,"memory":"0x${step.memory}"`;
		if (step.error !== undefined) line += `,"error":${JSON.stringify(step.error)}`;
		this.#sink.write(`${line}}`);
	}

	protected writeFault(): void {
		// Told already.
	}

	protected writeFrameEnd(frame: FrameEnd, error: string | undefined): void {
		if (frame.depth !== 1) return;
		this.#output = formatBytes(frame.output);
		this.#error = error;
		this.#gasUsed = frame.gasUsed;
	}

	/** Writes the summary: the last line. */
	finish({ stateRoot, pass, fork }: Eip3155Summary): void {
		const summary = {
			stateRoot,
			output: `0x${this.#output}`,
			gasUsed: `0x${this.#gasUsed.toString(16)}`,
			pass,
			...(fork !== undefined && { fork }),
			...(this.#error !== undefined && { error: this.#error }),
		};
		this.#sink.write(JSON.stringify(summary));
	}
}
