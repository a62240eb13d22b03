import type { Tracer } from "@evmore/evm";
import { findOpcode } from "@evmore/evm/spec";

/** Counts how often each opcode is executed. */
export class OpcodeCounter {
	readonly #counts = new Map<number, number>();

	/** Counts the steps of a transaction. @param inner - what else is to watch it */
	watch(inner: Tracer | undefined): Tracer {
		const counts = this.#counts;
		const counting: Tracer = {
			step(step) {
				counts.set(step.opcode, (counts.get(step.opcode) ?? 0) + 1);
				inner?.step?.(step);
			},
		};
		if (inner === undefined) return counting;
		// Hooks that are there cost something: those that the other one has, and no others.
		return {
			...counting,
			...(inner.transactionStart && { transactionStart: inner.transactionStart.bind(inner) }),
			...(inner.transactionEnd && { transactionEnd: inner.transactionEnd.bind(inner) }),
			...(inner.enter && { enter: inner.enter.bind(inner) }),
			...(inner.leave && { leave: inner.leave.bind(inner) }),
			...(inner.stepEnd && { stepEnd: inner.stepEnd.bind(inner) }),
			...(inner.log && { log: inner.log.bind(inner) }),
			...(inner.stateChange && { stateChange: inner.stateChange.bind(inner) }),
			...(inner.gasChange && { gasChange: inner.gasChange.bind(inner) }),
			...(inner.takeWaiting && { takeWaiting: inner.takeWaiting.bind(inner) }),
		};
	}

	/** Counts by name, in the order of the names; opcodes that no fork has are called by their number. */
	results(): Record<string, number> {
		const named = [...this.#counts].map(([code, count]) => [nameOf(code), count] as const);
		return Object.fromEntries(named.sort(([a], [b]) => (a < b ? -1 : 1)));
	}
}

function nameOf(code: number): string {
	return findOpcode(code)?.name ?? `0x${code.toString(16).padStart(2, "0")}`;
}
