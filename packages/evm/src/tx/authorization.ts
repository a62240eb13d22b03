import type { Address } from "../bytes/address.js";
import { concatBytes } from "../bytes/bytes.js";
import { hexToBytes } from "../bytes/hex.js";
import { bigIntToMinimalBytes } from "../bytes/integer.js";
import { keccak256 } from "../crypto/keccak256.js";
import { recoverAddress, secp256k1Order, signHash } from "../crypto/secp256k1.js";
import { encodeRlp } from "../rlp/rlp.js";
import { maxNonce } from "../spec/limits.js";
import type { Authorization } from "./transaction.js";

/** First byte of what is signed (EIP-7702), so that it cannot be taken for a transaction. */
const authorizationMagic = Uint8Array.of(0x05);

const highestS = secp256k1Order / 2n;

/**
 * The account that gave an authorization (EIP-7702); undefined when the signature is none, or the nonce is the highest.
 * The chain id, the account's nonce and its code are for the caller to check.
 */
export function recoverAuthority(authorization: Authorization): Address | undefined {
	const { nonce, yParity, r, s } = authorization;
	if (nonce >= maxNonce) return undefined;
	if (yParity !== 0 && yParity !== 1) return undefined;
	if (r <= 0n || r >= secp256k1Order || s <= 0n || s > highestS) return undefined;
	return recoverAddress(authorizationHash(authorization), r, s, yParity);
}

/** What an authority signs: keccak256(0x05 ‖ rlp([chain id, address, nonce])). */
export function authorizationHash(authorization: Pick<Authorization, "chainId" | "address" | "nonce">): Uint8Array {
	const { chainId, address, nonce } = authorization;
	const fields = [bigIntToMinimalBytes(chainId), hexToBytes(address), bigIntToMinimalBytes(nonce)];
	return keccak256(concatBytes(authorizationMagic, encodeRlp(fields)));
}

/**
 * Signs an authorization.
 *
 * @param privateKey - 32 bytes, of the account that is to run the code at `address`
 */
export function signAuthorization(
	authorization: Pick<Authorization, "chainId" | "address" | "nonce">,
	privateKey: Uint8Array,
): Authorization {
	const { chainId, address, nonce } = authorization;
	return { chainId, address, nonce, ...signHash(authorizationHash(authorization), privateKey) };
}
