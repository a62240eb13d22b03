import type { JsonValue } from "./json-value.js";
import type { ResultTracer } from "./result-tracer.js";
import type { Tracer } from "./tracer.js";

/** go-ethereum's `muxTracer`: several tracers watch one execution; the answers by their names. */
export class MuxTracer implements ResultTracer {
	readonly #tracers: ReadonlyMap<string, ResultTracer>;
	readonly step?: NonNullable<Tracer["step"]>;
	readonly stepEnd?: NonNullable<Tracer["stepEnd"]>;
	readonly log?: NonNullable<Tracer["log"]>;
	readonly enter: NonNullable<Tracer["enter"]>;
	readonly leave: NonNullable<Tracer["leave"]>;
	readonly transactionStart: NonNullable<Tracer["transactionStart"]>;
	readonly transactionEnd: NonNullable<Tracer["transactionEnd"]>;

	constructor(tracers: ReadonlyMap<string, ResultTracer>) {
		this.#tracers = tracers;
		const all = [...tracers.values()];
		const steps = all.filter(({ step, stepEnd }) => step !== undefined || stepEnd !== undefined);
		const logs = all.filter(({ log }) => log !== undefined);
		// A hook that nobody needs is not there: each has its price.
		if (steps.length > 0) {
			this.step = (step) => {
				for (const tracer of steps) tracer.step?.(step);
			};
			this.stepEnd = (end) => {
				for (const tracer of steps) tracer.stepEnd?.(end);
			};
		}
		if (logs.length > 0) {
			this.log = (log) => {
				for (const tracer of logs) tracer.log?.(log);
			};
		}
		this.enter = (frame) => {
			for (const tracer of all) tracer.enter?.(frame);
		};
		this.leave = (frame) => {
			for (const tracer of all) tracer.leave?.(frame);
		};
		this.transactionStart = (start) => {
			for (const tracer of all) tracer.transactionStart?.(start);
		};
		this.transactionEnd = (gasUsed) => {
			for (const tracer of all) tracer.transactionEnd?.(gasUsed);
		};
	}

	get needsSteps(): boolean {
		return [...this.#tracers.values()].some(({ needsSteps }) => needsSteps);
	}

	result(): JsonValue {
		return Object.fromEntries([...this.#tracers].map(([name, tracer]) => [name, tracer.result()]));
	}
}
