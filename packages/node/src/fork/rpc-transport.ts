/** How requests get to a remote node. */
export interface RpcTransport {
	/**
	 * @throws {RemoteAnswerError} the node answered with an error
	 * @throws {RpcError} no answer, or one that makes no sense
	 */
	request(method: string, params: readonly unknown[]): Promise<unknown>;
	/** What was sent so far. */
	readonly traffic: Traffic;
}

export interface Traffic {
	/** Requests; one message may carry many. */
	readonly requests: number;
	/** Messages, repeated ones too. */
	readonly messages: number;
}
