import { invalidParameters } from "../errors/rpc-error.js";
import type { DevNode } from "../node/dev-node.js";
import { dispatchLong } from "../rpc/dispatch.js";
import type { Connection } from "../rpc/method.js";
import { type Answer, answerJsonRpc, type Call } from "./json-rpc.js";
import type { ConnectionId, RpcBackend } from "./rpc-backend.js";
import type { ServerLimits } from "./server-limits.js";

export interface BackendOptions {
	readonly limits: ServerLimits;
	/** May clients change the chain otherwise than by transactions: setters, impersonation, time? */
	readonly allowsSetters: boolean;
	/** Told of errors that nobody foresaw. */
	readonly report: (error: unknown) => void;
}

/** A node in this thread. */
export class NodeBackend implements RpcBackend {
	readonly #node: DevNode;
	readonly #options: BackendOptions;
	readonly #connections = new Map<ConnectionId, Connection>();
	/** Those of the program that has started the node. */
	readonly #own = new Set<Connection>();
	#lastId = 0;

	constructor(node: DevNode, options: BackendOptions) {
		this.#node = node;
		this.#options = options;
	}

	/** @param isOwn - it is no client's: setters are allowed */
	connect(notify: ((text: string) => void) | undefined, isOwn = false): ConnectionId {
		const id = ++this.#lastId;
		const tell =
			notify &&
			((subscription: string, result: unknown): void =>
				notify(JSON.stringify({ jsonrpc: "2.0", method: "eth_subscription", params: { subscription, result } })));
		const connection: Connection = { notify: tell, subscriptions: new Map() };
		this.#connections.set(id, connection);
		if (isOwn) this.#own.add(connection);
		return id;
	}

	disconnect(id: ConnectionId): void {
		const connection = this.#connections.get(id);
		this.#connections.delete(id);
		for (const end of connection?.subscriptions.values() ?? []) end();
	}

	async answer(id: ConnectionId, text: string): Promise<Answer> {
		const connection = this.#connections.get(id);
		if (connection === undefined) return undefined;
		const { limits, report } = this.#options;
		return answerJsonRpc(text, this.#callFor(connection), limits, report);
	}

	#callFor(connection: Connection): Call {
		const { limits, allowsSetters } = this.#options;
		return async (method, parameters) => {
			if (!allowsSetters && isSetter(method) && !this.#own.has(connection)) {
				throw invalidParameters(`${method} is not allowed: the node does not listen on this machine alone`);
			}
			if (method === "eth_subscribe" && connection.subscriptions.size >= limits.subscriptions) {
				throw invalidParameters(`too many subscriptions: at most ${limits.subscriptions}`);
			}
			return dispatchLong(this.#node, connection, method, parameters);
		};
	}

	async close(): Promise<void> {
		for (const id of [...this.#connections.keys()]) this.disconnect(id);
		await this.#node.close();
	}
}

/** Methods for developers, which change the chain by decree; and those that use the node's own keys. */
function isSetter(method: string): boolean {
	return (
		/^(anvil|hardhat|evm|tenderly|personal)_/.test(method) ||
		/^eth_(sendTransaction|sendUnsigned|sign|accounts|requestAccounts)/.test(method)
	);
}
