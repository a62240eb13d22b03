import { RpcError } from "../errors/rpc-error.js";
import type { DevNode } from "../node/dev-node.js";
import { dispatch } from "../rpc/dispatch.js";
import type { Connection } from "../rpc/method.js";

/** A request in the form of EIP-1193. */
export interface RequestArguments {
	readonly method: string;
	readonly params?: readonly unknown[] | object | undefined;
}

/** What a subscription tells (EIP-1193). */
export interface ProviderMessage {
	readonly type: "eth_subscription";
	readonly data: { readonly subscription: string; readonly result: unknown };
}

type Listener = (event: never) => void;

/** The error of a request (EIP-1193): clients look at `code` and `data`. */
export class ProviderRpcError extends Error {
	readonly code: number;
	readonly data: unknown;

	constructor({ code, data, shortMessage }: RpcError) {
		super(shortMessage);
		this.name = "ProviderRpcError";
		this.code = code;
		this.data = data;
	}
}

/** An EIP-1193 provider over a node in the same process. Each has subscriptions of its own. */
export class NodeProvider {
	readonly #node: DevNode;
	readonly #listeners = new Map<string, Set<Listener>>();
	readonly #connection: Connection;

	constructor(node: DevNode) {
		this.#node = node;
		this.#connection = {
			notify: (subscription, result) => {
				this.#emit("message", { type: "eth_subscription", data: { subscription, result } } satisfies ProviderMessage);
			},
			subscriptions: new Map(),
		};
	}

	/** @throws {ProviderRpcError} */
	readonly request = async ({ method, params }: RequestArguments): Promise<unknown> => {
		if (typeof method !== "string") {
			throw new ProviderRpcError(new RpcError("invalidRequest", "a request has a method"));
		}
		try {
			return await dispatch(this.#node, this.#connection, method, params);
		} catch (error) {
			throw error instanceof RpcError ? new ProviderRpcError(error) : error;
		}
	};

	/** Listens to `message` (subscriptions), `connect`, `disconnect`, `chainChanged` or `accountsChanged`. */
	on(event: string, listener: (event: never) => void): this {
		let listeners = this.#listeners.get(event);
		if (listeners === undefined) {
			listeners = new Set();
			this.#listeners.set(event, listeners);
		}
		listeners.add(listener);
		return this;
	}

	removeListener(event: string, listener: (event: never) => void): this {
		this.#listeners.get(event)?.delete(listener);
		return this;
	}

	/** Ends all subscriptions. */
	disconnect(): void {
		for (const end of this.#connection.subscriptions.values()) end();
		this.#connection.subscriptions.clear();
		this.#emit("disconnect", { code: 1000, message: "closed" });
	}

	#emit(event: string, value: unknown): void {
		for (const listener of this.#listeners.get(event) ?? []) listener(value as never);
	}
}
