import type { FrameEnd, Step, StepEnd, Tracer } from "@evmore/evm";
import { findOpcode } from "@evmore/evm/spec";
import { haltReasons } from "./halt-reasons.js";

/** go-ethereum's JSON trace: a line per instruction, and one per frame when it ends. */
export class JsonTrace implements Tracer {
	readonly #output: { write(line: string): void };
	readonly #options: { readonly stack: boolean };
	#line: Record<string, unknown> = {};

	constructor(output: { write(line: string): void }, options: { readonly stack: boolean }) {
		this.#output = output;
		this.#options = options;
	}

	step(step: Step): void {
		this.#line = {
			pc: step.pc,
			op: step.opcode,
			gas: `0x${step.gas.toString(16)}`,
			gasCost: "0x0",
			memSize: step.memorySize,
			...(this.#options.stack && { stack: step.stack().map((word) => `0x${word.toString(16)}`) }),
			depth: step.depth,
			refund: Number(step.refund),
			opName: findOpcode(step.opcode)?.name ?? `opcode 0x${step.opcode.toString(16)} not defined`,
		};
	}

	stepEnd(end: StepEnd): void {
		this.#line.gasCost = `0x${end.gasCost.toString(16)}`;
		if (end.halt !== undefined) this.#line.error = Object.values(haltReasons)[end.halt];
		this.#output.write(JSON.stringify(this.#line));
	}

	leave(frame: FrameEnd): void {
		const error = frame.status === "success" ? {} : { error: frame.status };
		const output = Buffer.from(frame.output).toString("hex");
		this.#output.write(JSON.stringify({ output, gasUsed: `0x${frame.gasUsed.toString(16)}`, ...error }));
	}
}
