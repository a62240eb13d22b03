import type { TransactionRefusal } from "../block/execute-transaction.js";
import type { Task } from "../evm/task.js";
import { watchTask } from "../evm/trace-bridge.js";
import { createTracer } from "./create-tracer.js";
import type { JsonValue } from "./json-value.js";
import type { ResultTracer, TracerSetting, TransactionOrigin } from "./result-tracer.js";
import { parseTraceConfig } from "./struct-log-config.js";
import { StructLogText, StructLogValues } from "./struct-log-sink.js";
import { StructLogTracer } from "./struct-log-tracer.js";
import { limitTracer, type TraceLimits } from "./trace-limits.js";
import type { Workplace } from "./trace-place.js";
import type { TraceWriter } from "./trace-writer.js";
import type { Tracer, TransactionAbout } from "./tracer.js";
import { UntraceableTransactionError } from "./tracer-error.js";

/** How something is traced. */
export interface TraceSettings {
	/** The object of `debug_trace*`, as it came in JSON; see parseTraceConfig. */
	readonly config?: unknown;
	/** A tracer of the caller's own, instead of one by name; its answer is what `result` gives. */
	readonly tracer?: Tracer & { result?(): JsonValue };
	/** Where the transaction stands in its chain, for tracers that repeat it. */
	readonly origin?: TransactionOrigin | undefined;
	readonly limits?: TraceLimits | undefined;
}

/** What is executed, as often as its tracer needs. */
export interface Traceable {
	readonly about: TransactionAbout;
	execute(): Task<{ readonly gasUsed: bigint } | TransactionRefusal>;
}

/** Executions for one trace: a tracer that still misses something by then does without. */
const maxRuns = 3;

/**
 * Executes with a tracer, and writes its answer. The machine is fresh; it holds the changes afterwards.
 *
 * @throws {UntraceableTransactionError} the transaction was refused
 */
export function* runTraced(
	workplace: Workplace,
	traceable: Traceable,
	settings: TraceSettings,
	writer: TraceWriter,
): Task<void> {
	const config = parseTraceConfig(settings.config);
	const { origin, tracer } = settings;
	const limits = tightenTimeout(settings.limits ?? {}, config.timeoutMs);
	if (tracer === undefined && config.tracer === undefined) {
		// A limit is one of text.
		const asValues = writer.takesValue && config.structLogs.limit === 0;
		const sink = asValues ? new StructLogValues(writer) : new StructLogText(writer);
		const structLogs = new StructLogTracer(sink, writer, config.structLogs);
		yield* watch(workplace, traceable, structLogs, limits);
		return structLogs.finish();
	}
	if (tracer !== undefined) {
		yield* watch(workplace, traceable, tracer, limits);
		return writer.writeValue(tracer.result?.() ?? null);
	}
	const create = (startsFresh: boolean): ResultTracer => {
		const setting: TracerSetting = { origin, startsFresh, maxBytes: limits.bytes };
		return createTracer(config.tracer!, config.tracerConfig, setting);
	};
	const answer = yield* runUntilExact(workplace, traceable, create, limits);
	writer.writeValue(answer);
}

/** Executes again, with steps and with what was missing, where the first run did not suffice. */
export function* runUntilExact(
	{ machine, state }: Workplace,
	traceable: Traceable,
	create: (startsFresh: boolean) => ResultTracer,
	limits: TraceLimits,
): Task<JsonValue> {
	for (let run = 1; ; run++) {
		const tracer = create(run === 1);
		yield* watch({ machine }, traceable, tracer, limits);
		if (!tracer.needsSteps || run === maxRuns) return tracer.result();
		machine.reset();
		yield state.settle();
	}
}

function* watch(
	{ machine }: Pick<Workplace, "machine">,
	traceable: Traceable,
	tracer: Tracer,
	limits: TraceLimits,
): Task<void> {
	const result = yield* watchTask(machine, limitTracer(tracer, limits), traceable.execute(), traceable.about);
	if ("exception" in result) throw new UntraceableTransactionError(result.exception);
}

function tightenTimeout(limits: TraceLimits, timeoutMs: number | undefined): TraceLimits {
	if (timeoutMs === undefined) return limits;
	return { ...limits, timeoutMs: Math.min(timeoutMs, limits.timeoutMs ?? timeoutMs) };
}
