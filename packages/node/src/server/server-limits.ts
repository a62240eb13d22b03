/** What a server puts up with. Most are what go-ethereum has. */
export interface ServerLimits {
	/** Bytes of a request, HTTP or WebSocket. */
	readonly requestBytes: number;
	/** Requests in a batch. */
	readonly batchItems: number;
	/** Bytes of the answers to a batch. */
	readonly batchBytes: number;
	/** Requests of one connection that are worked on at once; further ones wait. */
	readonly inFlight: number;
	/** Subscriptions of one connection. */
	readonly subscriptions: number;
	/** Connections, HTTP and WebSocket together. */
	readonly connections: number;
	/** How long a client may take to send a request, header and body. */
	readonly requestTimeoutMs: number;
	/** How long a client may take to read an answer over HTTP, or each piece of one that is sent in pieces. */
	readonly answerTimeoutMs: number;
	/** How long a connection may stay idle. While its request is worked on it is not. */
	readonly idleTimeoutMs: number;
	/** Bytes that wait for a WebSocket client to read them; then it is dropped. */
	readonly backlogBytes: number;
}

export const defaultLimits: ServerLimits = {
	requestBytes: 5 << 20,
	batchItems: 1000,
	batchBytes: 25_000_000,
	inFlight: 128,
	subscriptions: 1000,
	connections: 10_000,
	requestTimeoutMs: 10_000,
	answerTimeoutMs: 30_000,
	idleTimeoutMs: 120_000,
	backlogBytes: 32 << 20,
};
