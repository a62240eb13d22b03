import { BaseError } from "@evmore/evm";
import { MissingNodeError } from "@evmore/evm/state";
import { InvalidTraceConfigError, TraceLimitError, UntraceableTransactionError } from "@evmore/evm/trace";
import { InvalidTransactionError } from "@evmore/evm/tx";
import { RpcError } from "../errors/rpc-error.js";
import { describeFault } from "../errors/transaction-fault.js";

/** What a client is told of an error. What nobody foresaw keeps its message, and nothing else. */
export function toRpcError(error: unknown): RpcError {
	if (error instanceof RpcError) return error;
	if (error instanceof InvalidTransactionError || error instanceof UntraceableTransactionError) {
		return new RpcError("serverError", describeFault(error.exception), { exception: error.exception });
	}
	if (error instanceof TraceLimitError) {
		return new RpcError(error.limit === "time" ? "timeout" : "limitExceeded", error.shortMessage);
	}
	if (error instanceof InvalidTraceConfigError) return new RpcError("invalidParameters", error.shortMessage);
	if (error instanceof MissingNodeError) {
		return new RpcError("serverError", `missing trie node ${error.hash}: the state of that block is not kept`);
	}
	if (error instanceof BaseError) return new RpcError("serverError", error.shortMessage);
	return new RpcError("internalError", error instanceof Error ? error.message : "internal error");
}
