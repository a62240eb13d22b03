import {
	type FrameEnd,
	FrameKind,
	type FrameStart,
	frameNames,
	JsonTracer,
	type TraceOptions,
	type TraceSink,
} from "@evmore/evm/trace";
import { toQuantity } from "./go-json.js";

/**
 * The JSON trace of a transaction as `t8n` writes it to a file. go-ethereum also tells the end of inner frames. Here only that of
 * the outermost is told: test fillers read every line but the last as an instruction, and refuse others. With call
 * frames, which they do not ask for, the beginning and end of each are told, as go-ethereum does.
 */
export class TransactionTracer extends JsonTracer {
	readonly #sink: TraceSink;
	readonly #callFrames: boolean;

	constructor(sink: TraceSink, options: TraceOptions, callFrames: boolean) {
		super(sink, options);
		this.#sink = sink;
		this.#callFrames = callFrames;
	}

	override enter(frame: FrameStart): void {
		if (!this.#callFrames) return;
		const { kind, from, to, gas, value, input } = frame;
		const call = {
			from,
			to,
			...(this.showsMemory && input.length > 0 && { input: `0x${Buffer.from(input).toString("hex")}` }),
			gas: toQuantity(gas),
			value: kind === FrameKind.staticCall ? null : toQuantity(value),
			type: frameNames[kind],
		};
		this.#sink.write(JSON.stringify(call));
	}

	protected override writeFrameEnd(frame: FrameEnd, error: string | undefined): void {
		if (this.#callFrames || frame.depth === 1) super.writeFrameEnd(frame, error);
	}
}
