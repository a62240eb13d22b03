import { decodeBlock, InvalidBlockError } from "@evmore/evm/block";
import type { TracedBlock, TraceLimits } from "@evmore/evm/trace";
import type { StoredBlock } from "../database/database.js";
import { invalidParameters, RpcError } from "../errors/rpc-error.js";
import type { DevNode } from "../node/dev-node.js";

/** What a trace may take that is held in memory: its text has to fit a string, and its reader's patience. */
export const traceLimits: TraceLimits = { bytes: 256 << 20, timeoutMs: 60_000 };

/** What a trace may take that is sent while it is made. The time is the reader's, too. */
export const streamLimits: TraceLimits = { steps: 100_000_000, bytes: 16 * 2 ** 30, timeoutMs: 600_000 };

/** A block of this node, for tracing. @throws {RpcError} it is the first one */
export function tracedBlockOf(node: DevNode, { block, senders }: StoredBlock): TracedBlock {
	// Impersonated senders may be contracts.
	const leniency = { anySender: true };
	return { ...describe(node, block.header, block.hash), transactions: block.transactions, senders, leniency };
}

/** A block as RLP. It need not be known; its parent is. */
export function tracedBlockFrom(node: DevNode, bytes: Uint8Array): TracedBlock {
	try {
		const { header, hash, transactions } = decodeBlock(bytes);
		// Who sent the blocks of this node is known, also where no key signed.
		const known = node.chain.block(hash);
		if (known !== undefined) return tracedBlockOf(node, known);
		return { ...describe(node, header, hash), transactions };
	} catch (error) {
		if (error instanceof InvalidBlockError) throw invalidParameters(`could not decode block: ${error.details ?? ""}`);
		throw error;
	}
}

function describe(
	node: DevNode,
	header: StoredBlock["block"]["header"],
	hash: StoredBlock["block"]["hash"],
): Omit<TracedBlock, "transactions"> {
	const { chain } = node;
	const parent = chain.block(header.parentHash);
	if (parent === undefined) {
		throw new RpcError(
			"serverError",
			header.number === chain.firstNumber ? "genesis is not traceable" : "parent not found",
		);
	}
	return {
		network: chain.network,
		spec: chain.specAt(header, parent.totalDifficulty),
		header,
		hash,
		state: chain.stateOf(parent),
		blockHash: (number) => chain.ancestorHash(parent, number),
	};
}

/** Where a transaction of the chain stands. @throws {RpcError} there is none with this hash */
export function requireTransaction(
	node: DevNode,
	hash: `0x${string}`,
): { readonly block: StoredBlock; readonly index: number } {
	const place = node.chain.transactionPlace(hash);
	if (place === undefined) throw new RpcError("serverError", "transaction not found");
	return place;
}
