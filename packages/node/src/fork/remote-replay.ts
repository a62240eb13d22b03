import type { Hash } from "@evmore/evm";
import type { BlockHeader } from "@evmore/evm/block";
import { RpcError } from "../errors/rpc-error.js";
import { remoteFailure } from "./remote-error.js";
import { readRemoteHeader } from "./remote-header.js";
import { type RemoteTransaction, readRemoteTransaction } from "./remote-transaction.js";
import { readList, readObject, readUint64, toQuantity } from "./remote-values.js";
import type { RpcTransport } from "./rpc-transport.js";

/** The beginning of a block, to be executed here. */
export interface RemoteReplay {
	/** Of the whole block. */
	readonly header: BlockHeader;
	/** Its first transactions, up to the one asked for. */
	readonly transactions: readonly RemoteTransaction[];
}

/**
 * Finds a transaction, and reads those before it in its block.
 *
 * @throws {RpcError} there is no such transaction, it is in no block, or one of them is of a form that is not known here
 */
export async function requestReplay(transport: RpcTransport, hash: Hash): Promise<RemoteReplay> {
	const found = await transport.request("eth_getTransactionByHash", [hash]);
	if (found === null) throw new RpcError("serverError", `remote node: there is no transaction ${hash}`);
	const { blockNumber } = readObject("eth_getTransactionByHash", found);
	if (blockNumber === undefined || blockNumber === null) {
		throw new RpcError("serverError", `remote node: transaction ${hash} is in no block yet`);
	}
	const number = readUint64("eth_getTransactionByHash", blockNumber);
	if (number === 0n) throw remoteFailure("eth_getTransactionByHash", `transaction ${hash} is in the first block`);
	const block = await transport.request("eth_getBlockByNumber", [toQuantity(number), true]);
	const { header } = readRemoteHeader(block);
	const all = readList("eth_getBlockByNumber", readObject("eth_getBlockByNumber", block).transactions);
	const transactions: RemoteTransaction[] = [];
	for (const value of all) {
		const transaction = readRemoteTransaction(value);
		transactions.push(transaction);
		if (transaction.hash === hash) return { header, transactions };
	}
	throw remoteFailure("eth_getBlockByNumber", `block ${number} does not have transaction ${hash}`);
}
