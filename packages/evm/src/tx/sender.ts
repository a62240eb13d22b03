import type { Address } from "../bytes/address.js";
import { recoverAddress, secp256k1Order } from "../crypto/secp256k1.js";
import type { Spec } from "../spec/spec.js";
import { signingHash } from "./encode.js";
import type { Transaction } from "./transaction.js";
import type { TransactionException } from "./transaction-exception.js";
import { UnsignedTransactionError } from "./unsigned-transaction-error.js";

/** Every other v of a legacy transaction stands for a chain. 0 and 1 do not make a good signature, though. */
const unprotectedVs: ReadonlySet<bigint> = new Set([0n, 1n, 27n, 28n]);

/** A hash and its signature, of which the signer follows: see `recoverAddress`. */
export interface SignedHash {
	/** 32 bytes. */
	readonly hash: Uint8Array;
	readonly r: bigint;
	readonly s: bigint;
	readonly yParity: 0 | 1;
}

/**
 * What the sender of a transaction follows from; undefined when no account can have signed it, a value being out of range.
 *
 * @throws UnsignedTransactionError when there is no signature
 */
export function signedHash(tx: Transaction, spec: Spec): SignedHash | undefined {
	const { signature } = tx;
	if (signature === undefined) throw new UnsignedTransactionError();
	if (!isSignatureInRange(tx, spec)) return undefined;
	const yParity = signatureParity(tx);
	return yParity === undefined ? undefined : { hash: signingHash(tx), r: signature.r, s: signature.s, yParity };
}

/**
 * The account that signed a transaction; undefined when no account can have (a value out of range, or no such point).
 * The chain id is not compared with anything: `checkChainId` does that.
 *
 * @throws UnsignedTransactionError when there is no signature
 */
export function recoverSender(tx: Transaction, spec: Spec): Address | undefined {
	const signed = signedHash(tx, spec);
	return signed === undefined ? undefined : recoverAddress(signed.hash, signed.r, signed.s, signed.yParity);
}

/**
 * Why a signed transaction has no sender; undefined when `sender` was recovered.
 *
 * @param sender - what `recoverSender` answered
 */
export function checkSignature(
	tx: Transaction,
	spec: Spec,
	sender: Address | undefined,
): TransactionException | undefined {
	if (sender !== undefined) return undefined;
	return isSignatureInRange(tx, spec)
		? "TransactionException.EC_RECOVERY_FAIL"
		: "TransactionException.INVALID_SIGNATURE_VRS";
}

/**
 * Refuses a transaction of another chain (EIP-155). The v of a legacy signature names a chain unless
 * it is 27 or 28, or the bare parity that some wrote before.
 *
 * @param chainId - of the chain the transaction is to run on
 */
export function checkChainId(tx: Transaction, spec: Spec, chainId: bigint): TransactionException | undefined {
	if (tx.type === 0) {
		if (!spec.rules.replayProtection) return undefined;
		const v = tx.signature?.v;
		if (v === undefined ? tx.chainId === undefined : unprotectedVs.has(v)) return undefined;
	}
	return tx.chainId === chainId ? undefined : "TransactionException.INVALID_CHAINID";
}

/** The parity of y a signature stands for; undefined when its v is none of the values the transaction's type allows. */
export function signatureParity(tx: Transaction): 0 | 1 | undefined {
	const v = tx.signature?.v;
	if (v === undefined) return undefined;
	const offset = tx.type !== 0 ? 0n : tx.chainId === undefined ? 27n : 35n + 2n * tx.chainId;
	if (v === offset) return 0;
	return v === offset + 1n ? 1 : undefined;
}

/** Yellow Paper, appendix F: 0 < r < n, 0 < s < n (n/2 since EIP-2), and a v that the rules know. */
function isSignatureInRange(tx: Transaction, spec: Spec): boolean {
	const { signature } = tx;
	if (signature === undefined || signatureParity(tx) === undefined) return false;
	if (tx.type === 0 && tx.chainId !== undefined && !spec.rules.replayProtection) return false;
	const { r, s } = signature;
	const highestS = spec.rules.lowS ? secp256k1Order / 2n : secp256k1Order - 1n;
	return r > 0n && r < secp256k1Order && s > 0n && s <= highestS;
}
