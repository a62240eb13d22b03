import { checksumAddress } from "../crypto/checksum-address.js";
import { FrameKind } from "../engine/abi.js";
import { formatBytes, GethTracer, type TracedStep, type TraceOptions, type TraceSink } from "./geth-tracer.js";
import type { FrameEnd, FrameStart } from "./tracer.js";

/** For people, as go-ethereum's `--trace.format md`: a table of the instructions between two lists. */
export class MarkdownTracer extends GethTracer {
	readonly #sink: TraceSink;

	constructor(sink: TraceSink, options: TraceOptions = {}) {
		super(options);
		this.#sink = sink;
	}

	override enter(frame: FrameStart): void {
		if (frame.depth !== 1) return;
		const isCreation = frame.kind === FrameKind.create || frame.kind === FrameKind.create2;
		for (const line of [
			"Pre-execution info:",
			`  - from: \`${checksumAddress(frame.from)}\``,
			`  - ${isCreation ? "create" : "to"}: \`${checksumAddress(frame.to)}\``,
			`  - data: \`${formatData(frame.input)}\``,
			`  - gas: \`${frame.gas}\``,
			`  - value: \`${frame.value}\` wei`,
			"",
			"|  Pc   |      Op     | Cost |   Refund  |   Stack   |",
			"|-------|-------------|------|-----------|-----------|",
		]) {
			this.#sink.write(line);
		}
	}

	protected writeStep(step: TracedStep, faultFollows: boolean): void {
		const place = `| ${String(step.pc).padStart(4)}  | ${step.opName.padStart(10)}  |`;
		const amounts = `  ${String(step.gasCost).padStart(3)} |${String(step.refund).padStart(10)} |`;
		const stack = step.stack === undefined ? "" : `${`[${step.stack.join(",")}]`.padStart(10)} |`;
		this.#sink.write(`${place}${amounts}${stack}`);
		if (step.error !== undefined && !faultFollows) this.#sink.write(`Error: ${step.error}`);
	}

	protected writeFault(step: TracedStep): void {
		this.#sink.write("");
		this.#sink.write(`Error: at pc=${step.pc}, op=${step.opcode}: ${step.error}`);
	}

	protected writeFrameEnd(frame: FrameEnd, error: string | undefined): void {
		if (frame.depth !== 1) return;
		for (const line of [
			"",
			"Post-execution info:",
			`  - output: \`${formatData(frame.output)}\``,
			`  - consumed gas: \`${frame.gasUsed}\``,
			`  - error: \`${error ?? "<nil>"}\``,
		]) {
			this.#sink.write(line);
		}
	}
}

/** Nothing at all where there are no bytes. */
function formatData(bytes: Uint8Array): string {
	return bytes.length === 0 ? "" : `0x${formatBytes(bytes)}`;
}
