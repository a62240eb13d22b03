export { FrameKind, Halt } from "../engine/abi.js";
export { type Eip3155Summary, Eip3155Tracer } from "./eip3155-tracer.js";
export type { TraceOptions, TraceSink } from "./geth-tracer.js";
export { JsonTracer } from "./json-tracer.js";
export { MarkdownTracer } from "./markdown-tracer.js";
export { StructTracer } from "./struct-tracer.js";
export type { FrameEnd, FrameStart, LogEntry, StateChange, Step, StepEnd, Tracer } from "./tracer.js";
