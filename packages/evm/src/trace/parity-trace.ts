import { bytesToHex } from "../bytes/hex.js";
import { FrameKind } from "../engine/abi.js";
import { nearestName } from "../spec/nearest-name.js";
import { CallFrames } from "./call-frames.js";
import { precompileTest } from "./flat-call-tracer.js";
import { flattenFrames } from "./flat-frames.js";
import type { JsonValue } from "./json-value.js";
import { MuxTracer } from "./mux-tracer.js";
import type { ResultTracer, TracerSetting } from "./result-tracer.js";
import { StateDiffTracer } from "./state-diff-tracer.js";
import type { FrameEnd, FrameStart, TransactionStart } from "./tracer.js";
import { InvalidTraceConfigError } from "./tracer-error.js";
import { VmTraceTracer } from "./vm-trace-tracer.js";

/** What Parity's `trace_*` methods can tell of a transaction. */
export type ParityTraceType = "trace" | "stateDiff" | "vmTrace";

const types: readonly ParityTraceType[] = ["trace", "stateDiff", "vmTrace"];

/**
 * The list of types that `trace_call` and `trace_replay*` take.
 *
 * @throws {InvalidTraceConfigError} it is not a list of `trace`, `stateDiff`, `vmTrace`
 */
export function parseParityTypes(value: unknown): readonly ParityTraceType[] {
	if (!Array.isArray(value)) throw new InvalidTraceConfigError("the types of a trace are a list");
	for (const type of value as unknown[]) {
		if (types.includes(type as ParityTraceType)) continue;
		const near = typeof type === "string" ? nearestName(type, types) : undefined;
		const hint = near === undefined ? `there are ${types.join(", ")}` : `did you mean ${near}?`;
		throw new InvalidTraceConfigError(`there is no type of trace ${JSON.stringify(type)?.slice(0, 40)}: ${hint}`);
	}
	return value as ParityTraceType[];
}

/** Parity's `trace`: the calls in a row, with Parity's errors; those to precompiled contracts are left out. */
export class ParityCalls implements ResultTracer {
	readonly #frames: CallFrames;
	readonly #setting: TracerSetting;
	readonly #withPlace: boolean;
	#isPrecompile: ReturnType<typeof precompileTest> = () => false;

	/** @param withPlace - whether each call says in which block and transaction it is */
	constructor(setting: TracerSetting, withPlace: boolean) {
		this.#frames = new CallFrames(setting);
		this.#setting = setting;
		this.#withPlace = withPlace;
	}

	/** What the transaction returned. */
	get output(): JsonValue {
		return bytesToHex(this.#frames.root?.output ?? new Uint8Array(0));
	}

	transactionStart(start: TransactionStart): void {
		// The gas of the first call is what the message got, not the transaction's limit: nothing is started here.
		this.#isPrecompile = precompileTest(start);
	}

	enter(frame: FrameStart): void {
		this.#frames.enter(frame);
	}

	leave(end: FrameEnd): void {
		const { kind, to } = this.#frames.leave(end);
		const parent = this.#frames.current;
		if (parent === undefined || to === undefined) return;
		if ((kind === FrameKind.call || kind === FrameKind.staticCall) && this.#isPrecompile(to)) parent.calls.pop();
	}

	result(): JsonValue[] {
		const { root } = this.#frames;
		const origin = this.#setting.origin ?? {};
		return root === undefined ? [] : flattenFrames(root, { convertErrors: true, origin, withPlace: this.#withPlace });
	}
}

/** What `trace_call` and `trace_replayTransaction` answer: `{ output, stateDiff, trace, vmTrace }`, null what was not asked for. */
export class ParityTracer extends MuxTracer {
	readonly #calls: ParityCalls;
	readonly #wanted: readonly ParityTraceType[];

	constructor(wanted: readonly ParityTraceType[], setting: TracerSetting) {
		const calls = new ParityCalls(setting, false);
		const tracers = new Map<string, ResultTracer>([["trace", calls]]);
		if (wanted.includes("stateDiff")) tracers.set("stateDiff", new StateDiffTracer(setting.startsFresh ?? false));
		if (wanted.includes("vmTrace")) tracers.set("vmTrace", new VmTraceTracer(setting));
		super(tracers);
		this.#calls = calls;
		this.#wanted = wanted;
	}

	override result(): JsonValue {
		const parts = super.result() as { readonly [name: string]: JsonValue };
		return {
			output: this.#calls.output,
			stateDiff: parts.stateDiff ?? null,
			trace: this.#wanted.includes("trace") ? parts.trace! : [],
			vmTrace: parts.vmTrace ?? null,
		};
	}
}
