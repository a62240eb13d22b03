export { FrameKind, Halt } from "../engine/abi.js";
export type { FrameEnd, FrameStart, LogEntry, StateChange, Step, StepEnd, Tracer } from "./tracer.js";
