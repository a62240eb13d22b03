import type { Spec } from "../spec/spec.js";
import { hashOmmers, type SizedBlock } from "./block.js";
import { type BlockRefusal, refuseBlock } from "./block-exception.js";
import { computeWithdrawalsRoot } from "./withdrawal.js";

/**
 * Everything that can be wrong between a block's body and its header without executing anything: the size, ommers and
 * withdrawals. The root of the transactions is compared with what execution gives, after it: a transaction that is not
 * valid is the more telling fault.
 *
 * @returns why the block is refused, or undefined
 */
export function validateBody(block: SizedBlock, spec: Spec): BlockRefusal | undefined {
	const { header, ommers, withdrawals, sizeBytes } = block;
	const { maxBlockSizeBytes } = spec.parameters;
	if (sizeBytes > maxBlockSizeBytes) {
		return refuseBlock("RLP_BLOCK_LIMIT_EXCEEDED", `the block has ${sizeBytes} bytes, above ${maxBlockSizeBytes}`);
	}
	const ommersHash = hashOmmers(ommers);
	if (ommersHash !== header.ommersHash) {
		return refuseBlock("INVALID_UNCLES_HASH", `ommers hash ${ommersHash} instead of ${header.ommersHash}`);
	}
	if (!spec.rules.withdrawals) {
		if (withdrawals === undefined) return undefined;
		return refuseBlock("RLP_STRUCTURES_ENCODING", "the block has withdrawals, which the rules do not know");
	}
	if (withdrawals === undefined) return refuseBlock("RLP_WITHDRAWALS_NOT_READ", "the block has no withdrawals");
	const withdrawalsRoot = computeWithdrawalsRoot(withdrawals);
	if (withdrawalsRoot === header.withdrawalsRoot) return undefined;
	return refuseBlock(
		"INVALID_WITHDRAWALS_ROOT",
		`withdrawals root ${withdrawalsRoot} instead of ${header.withdrawalsRoot}`,
	);
}
