import type { Address } from "@evmore/evm";
import { decodeBlock, InvalidBlockError } from "@evmore/evm/block";
import { defaultForkName, resolveSpec } from "@evmore/evm/spec";
import { recoverSender } from "@evmore/evm/tx";

/**
 * Who signed the transactions of one block, undefined: nobody did. Undefined instead of the list: the bytes are no block, which
 * is for the importer to tell.
 */
export type BlockSenders = readonly (Address | undefined)[] | undefined;

// Rules by which signatures are judged have not changed since Spurious Dragon: nobody may use the answers for blocks before it.
const spec = resolveSpec(defaultForkName);

/** Recovers the senders of a block's transactions. */
export function recoverBlock(rlp: Uint8Array): BlockSenders {
	try {
		return decodeBlock(rlp).transactions.map((transaction) => recoverSender(transaction, spec));
	} catch (error) {
		if (error instanceof InvalidBlockError) return undefined;
		throw error;
	}
}
