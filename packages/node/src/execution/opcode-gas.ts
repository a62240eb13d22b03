import { findOpcode } from "@evmore/evm/spec";
import type { Step, StepEnd, Tracer } from "@evmore/evm/trace";

/** Counts how often each instruction ran, and what it cost altogether, with what calls gave to their callees. */
export class OpcodeGasTracer implements Tracer {
	readonly #counts = new Map<number, { count: number; gasUsed: bigint }>();
	#entry: { count: number; gasUsed: bigint } | undefined;

	step({ opcode }: Step): void {
		this.#entry = this.#counts.get(opcode);
		if (this.#entry === undefined) {
			this.#entry = { count: 0, gasUsed: 0n };
			this.#counts.set(opcode, this.#entry);
		}
		this.#entry.count++;
	}

	stepEnd({ gasCost }: StepEnd): void {
		if (this.#entry !== undefined) this.#entry.gasUsed += gasCost;
	}

	result(): { readonly [index: string]: string | number }[] {
		return [...this.#counts]
			.sort(([a], [b]) => a - b)
			.map(([opcode, { count, gasUsed }]) => ({
				opcode: findOpcode(opcode)?.name ?? `0x${opcode.toString(16).padStart(2, "0")}`,
				count,
				gasUsed: Number(gasUsed),
			}));
	}
}
