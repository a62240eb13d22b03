import { formatBytes, GethTracer, type TracedStep, type TraceOptions, type TraceSink } from "./geth-tracer.js";
import type { FrameEnd } from "./tracer.js";

/**
 * go-ethereum's JSON trace (`evm --trace --trace.format json`): a line per instruction, a second one when it fails in
 * execution, and a line per frame that ends. Members are in its order; the stack is null when it is left out.
 */
export class JsonTracer extends GethTracer {
	readonly #sink: TraceSink;

	constructor(sink: TraceSink, options: TraceOptions = {}) {
		super(options);
		this.#sink = sink;
	}

	protected writeStep(step: TracedStep, faultFollows: boolean): void {
		const { stack, memory, returnData } = step;
		this.#sink.write(
			formatStep(
				step,
				stack === undefined ? "null" : formatStack(stack),
				step.memorySize,
				memory,
				returnData,
				faultFollows ? undefined : step.error,
			),
		);
	}

	protected writeFault(step: TracedStep, taken: number, memorySize: number): void {
		const { stack } = step;
		const words = stack === undefined ? "null" : formatStack(stack.slice(0, stack.length - taken));
		const memory = step.memory?.padEnd(memorySize * 2, "0");
		this.#sink.write(formatStep(step, words, memorySize, memory, undefined, step.error));
	}

	protected writeFrameEnd(frame: FrameEnd, error: string | undefined): void {
		const fault = error === undefined ? "" : `,"error":${formatText(error)}`;
		this.#sink.write(`{"output":"${formatBytes(frame.output)}","gasUsed":"0x${frame.gasUsed.toString(16)}"${fault}}`);
	}
}

function formatStep(
	step: TracedStep,
	stack: string,
	memorySize: number,
	memory: string | undefined,
	returnData: string | undefined,
	error: string | undefined,
): string {
	let line = `{"pc":${step.pc},"op":${step.opcode},"gas":"0x${step.gas.toString(16)}","gasCost":"0x${step.gasCost.toString(16)}"`;
	if (memory !== undefined && memory !== "") line += `,"memory":"0x${memory}"`;
	line += `,"memSize":${memorySize},"stack":${stack}`;
	if (returnData !== undefined && returnData !== "") line += `,"returnData":"0x${returnData}"`;
	line += `,"depth":${step.depth},"refund":${step.refund},"opName":"${step.opName}"`;
	if (error !== undefined) line += `,"error":${formatText(error)}`;
	return `${line}}`;
}

export function formatStack(words: readonly string[]): string {
	return words.length === 0 ? "[]" : `["${words.join('","')}"]`;
}

/** A JSON string as Go writes it: what HTML would take for a tag is escaped. */
function formatText(text: string): string {
	return JSON.stringify(text).replace(/[<>&]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`);
}
