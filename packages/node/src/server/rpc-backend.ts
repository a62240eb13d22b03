import type { Answer } from "./json-rpc.js";

/** Number of a connection. */
export type ConnectionId = number;

/** What a server hands requests to: a node in this thread, or in one of its own. */
export interface RpcBackend {
	/** @param notify - sends a notification, JSON text, to the client; undefined: it can take none */
	connect(notify: ((text: string) => void) | undefined): ConnectionId;
	/** The client is gone: its subscriptions end. */
	disconnect(connection: ConnectionId): void;
	/** Answers a request or a batch, JSON text; undefined: there is nothing to answer. Never throws. A long answer comes in pieces. */
	answer(connection: ConnectionId, text: string): Promise<Answer>;
	close(): Promise<void>;
}
