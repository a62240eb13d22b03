export { FrameKind, Halt } from "../engine/abi.js";
export { frameNames } from "./call-frames.js";
export { CallTreeTracer } from "./call-tree-tracer.js";
export { createTracer, tracerNames } from "./create-tracer.js";
export { type Eip3155Summary, Eip3155Tracer } from "./eip3155-tracer.js";
export type { TraceOptions, TraceSink } from "./geth-tracer.js";
export { JsonTracer } from "./json-tracer.js";
export type { JsonValue } from "./json-value.js";
export { LayeredState } from "./layered-state.js";
export { MarkdownTracer } from "./markdown-tracer.js";
export { ParityCalls, ParityTracer, type ParityTraceType, parseParityTypes } from "./parity-trace.js";
export type { ResultTracer, TracerSetting, TransactionOrigin } from "./result-tracer.js";
export { decodeRevertReason } from "./revert-reason.js";
export { blockRewards, listRewardTraces, type RewardedBlock } from "./reward-traces.js";
export { parseTraceConfig, type StructLogConfig, type TraceConfig } from "./struct-log-config.js";
export { StructTracer } from "./struct-tracer.js";
export {
	type BlockTraceSettings,
	streamBlockTrace,
	streamBlockTransactionTrace,
	type TracedBlock,
	traceBlock,
	traceBlockTransaction,
} from "./trace-block.js";
export { streamCallTrace, type TracedCall, traceCall } from "./trace-call.js";
export { filterTraces, type TraceFilter } from "./trace-filter.js";
export type { TraceLimits } from "./trace-limits.js";
export {
	listBlockTraces,
	replayBlock,
	traceParityCall,
	traceParityCalls,
	traceParityTransaction,
} from "./trace-parity.js";
export type { TracePlace } from "./trace-place.js";
export type { TraceSettings } from "./trace-run.js";
export { streamTransactionTrace, type TracedTransaction, traceTransaction } from "./trace-transaction.js";
export type {
	AccountView,
	FrameEnd,
	FrameStart,
	LogEntry,
	StateChange,
	StateView,
	Step,
	StepEnd,
	Tracer,
	TransactionAbout,
	TransactionStart,
} from "./tracer.js";
export {
	InvalidTraceConfigError,
	TraceLimitError,
	UnknownTracerError,
	UntraceableTransactionError,
} from "./tracer-error.js";
