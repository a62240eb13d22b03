export { type WarmEntry, warmUp } from "./access.js";
export { type BlockEnvironment, emptyBlock, enterBlock } from "./block-environment.js";
export { takeChanges } from "./changes.js";
export { type Log, readLogs } from "./logs.js";
export { Machine, type PrecompileMoves } from "./machine.js";
export { type Message, type MessageResult, runMessage } from "./message.js";
export { GasLimitOutOfRangeError, maxGas } from "./message-record.js";
export { AsynchronousStateError, runAsync, runSync, type Task } from "./task.js";
export { watchTask } from "./trace-bridge.js";
