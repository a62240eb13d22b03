import { RpcError } from "../errors/rpc-error.js";

/** What the remote node answered is an error of its own: it goes to the client as it came. */
export class RemoteAnswerError extends RpcError {
	override readonly code: number;

	constructor(message: string, code: number, data: unknown) {
		super("serverError", message, data);
		this.code = code;
	}
}

/** The remote node cannot be reached, or what it says makes no sense. */
export function remoteFailure(method: string, message: string): RpcError {
	return new RpcError("serverError", `remote node: ${method}: ${message}`);
}
