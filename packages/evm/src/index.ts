export type { TransactionRefusal, TransactionResult } from "./block/execute-transaction.js";
export { type Address, type Hash, parseAddress, zeroAddress } from "./bytes/address.js";
export { bytesToHex, type Hex, hexToBytes } from "./bytes/hex.js";
export {
	type CallParameters,
	type CallResult,
	createEvm,
	Evm,
	EvmBusyError,
	type EvmOptions,
	type HaltReason,
	type TransactOptions,
} from "./create-evm.js";
export { LibraryNotLoadedError } from "./crypto/library.js";
export { BaseError } from "./errors/base-error.js";
export { InvalidParameterError } from "./errors/invalid-parameter-error.js";
export type { BlockEnvironment } from "./evm/block-environment.js";
export type { Log } from "./evm/logs.js";
export { AsynchronousStateError } from "./evm/task.js";
export { defaultForkName } from "./spec/fork-name.js";
export { isForkName, resolveSpec, type Spec } from "./spec/spec.js";
export type {
	AccountChange,
	AccountState,
	MaybePromise,
	StateChanges,
	StateDatabase,
} from "./state/database.js";
export { type AccountInput, MemoryState } from "./state/memory-state.js";
export type { FrameEnd, FrameStart, LogEntry, StateChange, Step, StepEnd, Tracer } from "./trace/tracer.js";
export { decodeTransaction } from "./tx/decode.js";
export { signTransaction } from "./tx/sign.js";
export type { Transaction } from "./tx/transaction.js";
export { InvalidTransactionError, type TransactionException } from "./tx/transaction-exception.js";
