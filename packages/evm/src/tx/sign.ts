import { signHash } from "../crypto/secp256k1.js";
import { signingHash } from "./encode.js";
import type { Transaction } from "./transaction.js";

/**
 * Signs a transaction; a signature it had is replaced. A legacy one is bound to its `chainId` if it has one (EIP-155).
 *
 * @param privateKey - 32 bytes
 */
export function signTransaction<T extends Transaction>(tx: T, privateKey: Uint8Array): T {
	const { r, s, yParity } = signHash(signingHash(tx), privateKey);
	const parity = BigInt(yParity);
	const v = tx.type !== 0 ? parity : tx.chainId === undefined ? 27n + parity : 35n + 2n * tx.chainId + parity;
	return { ...tx, signature: { r, s, v } };
}
