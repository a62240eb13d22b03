import type { Tracer } from "./tracer.js";
import { TraceLimitError } from "./tracer-error.js";

/** What a trace may take before it is given up with a TraceLimitError. What is left out has no limit. */
export interface TraceLimits {
	/** Instructions that are told of; tracers that see only calls are not bound by it. */
	readonly steps?: number | undefined;
	/** Characters of the answer's JSON, which are ASCII mostly. */
	readonly bytes?: number | undefined;
	/** Looked at where the tracer is told something: a frame's instructions, when it sees none, are not interrupted. */
	readonly timeoutMs?: number | undefined;
}

/** Steps between two looks at the clock. */
const stepsPerLook = 256;

/** The tracer, with limits on what it is told. */
export function limitTracer(tracer: Tracer, { steps, timeoutMs }: TraceLimits): Tracer {
	if (steps === undefined && timeoutMs === undefined) return tracer;
	const deadline = timeoutMs === undefined ? Number.POSITIVE_INFINITY : performance.now() + timeoutMs;
	const look = (): void => {
		if (performance.now() > deadline) throw new TraceLimitError("time", `the trace took longer than ${timeoutMs} ms`);
	};
	let told = 0;
	// Methods keep their receiver: all hooks are asked of the tracer itself.
	const limited: { -readonly [Name in keyof Tracer]: Tracer[Name] } = {};
	if (tracer.entersOnly !== undefined) limited.entersOnly = tracer.entersOnly;
	if (tracer.step !== undefined || tracer.stepEnd !== undefined) {
		limited.step = (step) => {
			if (++told > (steps ?? Number.POSITIVE_INFINITY)) {
				throw new TraceLimitError("steps", `the trace has more than ${steps} steps`);
			}
			if (told % stepsPerLook === 0) look();
			tracer.step?.(step);
		};
		if (tracer.stepEnd !== undefined) limited.stepEnd = (end) => tracer.stepEnd?.(end);
	}
	if (tracer.log !== undefined) limited.log = (log) => tracer.log?.(log);
	if (tracer.stateChange !== undefined) limited.stateChange = (change) => tracer.stateChange?.(change);
	if (tracer.takeWaiting !== undefined) limited.takeWaiting = () => tracer.takeWaiting?.();
	limited.enter = (frame) => {
		look();
		tracer.enter?.(frame);
	};
	limited.leave = (frame) => {
		look();
		tracer.leave?.(frame);
	};
	limited.transactionStart = (start) => tracer.transactionStart?.(start);
	limited.transactionEnd = (gasUsed) => tracer.transactionEnd?.(gasUsed);
	return limited;
}
