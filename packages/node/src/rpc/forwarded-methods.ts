/** What a method is about, and which of its parameters says so. */
export interface Subject {
	/**
	 * - block: what is in a block, the remote node's up to the last block in common;
	 * - header: of a block; this node has that of the last block in common;
	 * - state: what was after a block; this node has that of the last block in common;
	 * - proof: of that state; this node has none of what it did not write;
	 * - transaction: by its hash, the remote node's when it is not known here;
	 * - sent: a transaction by its sender and nonce, the remote node's when it was sent before;
	 * - creator: of a contract, the remote node's to tell when it was there before.
	 */
	readonly kind: "block" | "header" | "state" | "proof" | "transaction" | "sent" | "creator";
	/** Place of the parameter. */
	readonly at: number;
	/** The parameter is an object, and this field of it names the block. */
	readonly field?: string;
	/** The block may be a JSON number, and is sent as one. */
	readonly isLoose?: boolean;
}

/** The methods that a node may be asked about what it has not, by name. */
export const subjects: ReadonlyMap<string, Subject> = new Map([
	...of("block", 0, [
		"eth_getBlockByNumber",
		"eth_getBlockByHash",
		"eth_getBlockReceipts",
		"eth_getBlockTransactionCountByNumber",
		"eth_getBlockTransactionCountByHash",
		"eth_getUncleCountByBlockNumber",
		"eth_getUncleCountByBlockHash",
		"eth_getUncleByBlockNumberAndIndex",
		"eth_getUncleByBlockHashAndIndex",
		"eth_getTransactionByBlockNumberAndIndex",
		"eth_getTransactionByBlockHashAndIndex",
		"eth_getRawTransactionByBlockNumberAndIndex",
		"eth_getRawTransactionByBlockHashAndIndex",
		"debug_getRawBlock",
		"debug_getRawReceipts",
		"debug_getRawTransactions",
		"debug_traceBlockByNumber",
		"debug_traceBlockByHash",
		"debug_executionWitness",
		"debug_accountInfoAt",
		"debug_storageRangeAt",
		"trace_block",
		"trace_blockOpcodeGas",
		"trace_replayBlockTransactions",
		"ots_getBlockDetailsByHash",
	]),
	...of("block", 0, ["ots_getBlockDetails", "ots_getBlockTransactions"], { isLoose: true }),
	...of("header", 0, [
		"eth_getHeaderByNumber",
		"eth_getHeaderByHash",
		"erigon_getHeaderByNumber",
		"debug_getRawHeader",
	]),
	...of("block", 1, ["eth_feeHistory"]),
	...of("state", 1, [
		"eth_getBalance",
		"eth_getTransactionCount",
		"eth_getCode",
		"eth_getAccountInfo",
		"eth_getStorageValues",
		"eth_call",
		"eth_estimateGas",
		"eth_createAccessList",
		"eth_simulateV1",
		"debug_traceCall",
		"trace_callMany",
	]),
	...of("state", 1, ["ots_hasCode"], { isLoose: true }),
	...of("state", 1, ["eth_callMany"], { field: "blockNumber" }),
	...of("state", 2, ["eth_getStorageAt", "trace_call"]),
	...of("proof", 1, ["eth_getAccount"]),
	...of("proof", 2, ["eth_getProof"]),
	...of("transaction", 0, [
		"eth_getTransactionByHash",
		"eth_getTransactionReceipt",
		"eth_getRawTransactionByHash",
		"debug_getRawTransaction",
		"debug_traceTransaction",
		"trace_transaction",
		"trace_get",
		"trace_replayTransaction",
		"trace_transactionOpcodeGas",
		"ots_getInternalOperations",
		"ots_traceTransaction",
		"ots_getTransactionError",
	]),
	...of("sent", 0, ["eth_getTransactionBySenderAndNonce", "ots_getTransactionBySenderAndNonce"]),
	...of("creator", 0, ["ots_getContractCreator"]),
]);

function of(
	kind: Subject["kind"],
	at: number,
	names: readonly string[],
	more: Pick<Subject, "field" | "isLoose"> = {},
): [string, Subject][] {
	return names.map((name) => [name, { kind, at, ...more }]);
}
