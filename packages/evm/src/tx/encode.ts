import type { Address, Hash } from "../bytes/address.js";
import { emptyBytes } from "../bytes/bytes.js";
import { bytesToHex, hexToBytes } from "../bytes/hex.js";
import { bigIntToBytes, bigIntToMinimalBytes } from "../bytes/integer.js";
import { keccak256 } from "../crypto/keccak256.js";
import { encodeTypedRlp } from "../rlp/encode-rlp.js";
import type { RlpItem } from "../rlp/rlp.js";
import type { AccessListEntry, Authorization, Transaction } from "./transaction.js";
import { UnsignedTransactionError } from "./unsigned-transaction-error.js";

/**
 * The canonical bytes of a signed transaction: RLP for a legacy one, else the type byte and RLP (EIP-2718).
 *
 * @throws UnsignedTransactionError when there is no signature
 */
export function encodeTransaction(tx: Transaction): Uint8Array {
	const { signature } = tx;
	if (signature === undefined) throw new UnsignedTransactionError();
	const { r, s, v } = signature;
	const fields = payloadFields(tx);
	fields.push(bigIntToMinimalBytes(v), bigIntToMinimalBytes(r), bigIntToMinimalBytes(s));
	return encodeTypedRlp(tx.type, fields);
}

/** The hash by which a signed transaction is known: keccak256 of its canonical bytes. */
export function hashTransaction(tx: Transaction): Hash {
	return bytesToHex(keccak256(encodeTransaction(tx)));
}

/** What the sender signs: keccak256 over everything but the signature (with the chain id for legacy: EIP-155). */
export function signingHash(tx: Transaction): Uint8Array {
	const fields = payloadFields(tx);
	if (tx.type === 0 && tx.chainId !== undefined) {
		fields.push(bigIntToMinimalBytes(tx.chainId), emptyBytes, emptyBytes);
	}
	return keccak256(encodeTypedRlp(tx.type, fields));
}

/** The fields of a transaction in their encoded order, without the signature. */
function payloadFields(tx: Transaction): RlpItem[] {
	const fields: RlpItem[] = [];
	if (tx.type !== 0) fields.push(bigIntToMinimalBytes(tx.chainId));
	fields.push(bigIntToMinimalBytes(tx.nonce));
	if (tx.type === 0 || tx.type === 1) fields.push(bigIntToMinimalBytes(tx.gasPrice));
	else fields.push(bigIntToMinimalBytes(tx.maxPriorityFeePerGas), bigIntToMinimalBytes(tx.maxFeePerGas));
	fields.push(
		bigIntToMinimalBytes(tx.gasLimit),
		tx.to === undefined ? emptyBytes : encodeAddress(tx.to),
		bigIntToMinimalBytes(tx.value),
		tx.data,
	);
	if (tx.type !== 0) fields.push(tx.accessList.map(accessListFields));
	if (tx.type === 3) {
		fields.push(
			bigIntToMinimalBytes(tx.maxFeePerBlobGas),
			tx.blobVersionedHashes.map((hash) => hexToBytes(hash)),
		);
	}
	if (tx.type === 4) fields.push(tx.authorizationList.map(authorizationFields));
	return fields;
}

function encodeAddress(address: Address): Uint8Array {
	return hexToBytes(address);
}

function accessListFields(entry: AccessListEntry): RlpItem {
	return [encodeAddress(entry.address), entry.storageKeys.map((key) => bigIntToBytes(key, 32))];
}

function authorizationFields(authorization: Authorization): RlpItem {
	const { chainId, address, nonce, yParity, r, s } = authorization;
	return [
		bigIntToMinimalBytes(chainId),
		encodeAddress(address),
		bigIntToMinimalBytes(nonce),
		bigIntToMinimalBytes(BigInt(yParity)),
		bigIntToMinimalBytes(r),
		bigIntToMinimalBytes(s),
	];
}
