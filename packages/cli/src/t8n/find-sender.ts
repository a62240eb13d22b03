import type { Address } from "@evmore/evm/bytes";
import type { Spec } from "@evmore/evm/spec";
import { checkChainId, checkSignature, checkType, recoverSender, type Transaction } from "@evmore/evm/tx";

/** Who signed a transaction, or in go-ethereum's words why nobody has. The curve's library has to be loaded. */
export function findSender(
	transaction: Transaction,
	spec: Spec,
	chainId: bigint,
): { readonly address: Address } | { readonly error: string } {
	if (checkType(transaction.type, spec) !== undefined) return { error: "transaction type not supported" };
	if (checkChainId(transaction, spec, chainId) !== undefined) {
		return { error: `invalid chain id for signer: have ${transaction.chainId ?? 0n} want ${chainId}` };
	}
	const address = recoverSender(transaction, spec);
	if (address !== undefined) return { address };
	const isOutOfRange = checkSignature(transaction, spec, address) === "TransactionException.INVALID_SIGNATURE_VRS";
	return { error: isOutOfRange ? "invalid transaction v, r, s values" : "recovery failed" };
}
