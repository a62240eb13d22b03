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
 * The JSON trace of a transaction as `t8n` writes it to a file: the end of the outermost frame is told, as test fillers ask
 * for; with call frames the beginning and end of each.
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
			...(input.length > 0 && { input: `0x${Buffer.from(input).toString("hex")}` }),
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
