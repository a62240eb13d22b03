import { RpcError } from "../errors/rpc-error.js";
import type { DevNode } from "../node/dev-node.js";
import { answerForked } from "./forwarded-request.js";
import { JsonStream } from "./json-stream.js";
import type { Connection } from "./method.js";
import { findMethod } from "./method-table.js";
import { toRpcError } from "./to-rpc-error.js";

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
		const { remote } = node;
		const answerHere = (): unknown => method.call({ node, connection }, given);
		if (remote === undefined) return await answerHere();
		return await answerForked({ node, remote, method: method.names[0]!, params: given, answerHere });
	} catch (error) {
		throw toRpcError(error);
	}
}
