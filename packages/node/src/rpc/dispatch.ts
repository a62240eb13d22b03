import { BaseError } from "@evmore/evm";
import { MissingNodeError } from "@evmore/evm/state";
import { InvalidTraceConfigError, TraceLimitError } from "@evmore/evm/trace";
import { InvalidTransactionError } from "@evmore/evm/tx";
import { RpcError } from "../errors/rpc-error.js";
import { describeFault } from "../errors/transaction-fault.js";
import type { DevNode } from "../node/dev-node.js";
import { forwardRequest } from "./forwarded-request.js";
import { JsonStream } from "./json-stream.js";
import type { Connection } from "./method.js";
import { findMethod } from "./method-table.js";

/**
 * Calls a method.
 *
 * @param parameters - a list; nothing is as good as an empty one
 * @throws {RpcError} whatever goes wrong
 */
export async function dispatch(
	node: DevNode,
	connection: Connection,
	name: string,
	parameters: unknown,
): Promise<unknown> {
	const result = await dispatchLong(node, connection, name, parameters);
	if (!(result instanceof JsonStream)) return result;
	try {
		return await result.value();
	} catch (error) {
		throw toRpcError(error);
	}
}

/** As `dispatch`, for those who can send a long result in pieces: it is a JsonStream, whose errors are still to be translated. */
export async function dispatchLong(
	node: DevNode,
	connection: Connection,
	name: string,
	parameters: unknown,
): Promise<unknown> {
	const method = findMethod(name);
	if (method === undefined) {
		throw new RpcError("methodNotFound", `the method ${name.slice(0, 100)} does not exist/is not available`);
	}
	if (parameters !== undefined && parameters !== null && !Array.isArray(parameters)) {
		throw new RpcError("invalidParameters", "non-array args");
	}
	const given = (parameters as readonly unknown[] | null | undefined) ?? [];
	try {
		const forwarded = node.remote && forwardRequest(node, node.remote, method.names[0]!, given);
		return await (forwarded ?? method.call({ node, connection }, given));
	} catch (error) {
		throw toRpcError(error);
	}
}

/** What a client is told of an error. What nobody foresaw keeps its message, and nothing else. */
export function toRpcError(error: unknown): RpcError {
	if (error instanceof RpcError) return error;
	if (error instanceof InvalidTransactionError) {
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
