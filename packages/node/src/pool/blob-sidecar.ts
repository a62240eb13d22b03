import { bytesToHex, type Hash, type Hex } from "@evmore/evm";
import { bytesToBigInt, concatBytes } from "@evmore/evm/bytes";
import { sha256 } from "@evmore/evm/crypto";
import { decodeRlp, encodeRlp, type RlpItem } from "@evmore/evm/rlp";
import { decodeTransaction, type Transaction } from "@evmore/evm/tx";
import { invalidParameters, RpcError } from "../errors/rpc-error.js";
import { cellsPerBlob } from "./kzg.js";

/** What travels with a blob transaction and is no part of the block. */
export interface BlobSidecar {
	/** 0: a proof per blob (EIP-4844); 1: a proof per cell, 128 of each blob (EIP-7594). */
	readonly version: 0 | 1;
	readonly blobs: readonly Uint8Array[];
	readonly commitments: readonly Uint8Array[];
	readonly proofs: readonly Uint8Array[];
}

const blobSizeBytes = 131_072;
/** Of a commitment or a proof: a compressed point. */
const pointSizeBytes = 48;

/** A transaction as it is sent: of a blob transaction also what belongs to it. */
export interface SentTransaction {
	readonly transaction: Transaction;
	/** Its canonical encoding, without what belongs to it. */
	readonly bytes: Uint8Array;
	readonly sidecar: BlobSidecar | undefined;
}

/**
 * Decodes a transaction in the form in which it is sent: one with blobs is wrapped together with them.
 *
 * @throws {InvalidTransactionError} the bytes are no transaction
 * @throws {RpcError} its blobs are malformed
 */
export function decodeSentTransaction(bytes: Uint8Array): SentTransaction {
	// What begins higher is a list of RLP, or none.
	if (bytes.length < 2 && !(bytes[0]! > 0x7f)) throw new RpcError("serverError", "typed transaction too short");
	if (bytes[0] !== 3) return { transaction: decodeTransaction(bytes), bytes, sidecar: undefined };
	const wrapper = decodeRlp(bytes.subarray(1));
	// What is not wrapped is told apart by its first item, the chain id: no list.
	if (wrapper instanceof Uint8Array || wrapper.length === 0 || wrapper[0] instanceof Uint8Array) {
		return { transaction: decodeTransaction(bytes), bytes, sidecar: undefined };
	}
	const body = concatBytes(Uint8Array.of(3), encodeRlp(wrapper[0]!));
	return { transaction: decodeTransaction(body), bytes: body, sidecar: readSidecar(wrapper.slice(1)) };
}

/** The form in which a blob transaction is sent. */
export function encodeSentTransaction(body: Uint8Array, sidecar: BlobSidecar): Uint8Array {
	const { version, blobs, commitments, proofs } = sidecar;
	const rest: RlpItem[] = [[...blobs], [...commitments], [...proofs]];
	const items: RlpItem[] = [decodeRlp(body.subarray(1)), ...(version === 1 ? [Uint8Array.of(1)] : []), ...rest];
	return concatBytes(Uint8Array.of(3), encodeRlp(items));
}

function readSidecar(items: readonly RlpItem[]): BlobSidecar {
	const hasVersion = items[0] instanceof Uint8Array;
	if (items.length !== (hasVersion ? 4 : 3) || (hasVersion && bytesToBigInt(items[0] as Uint8Array) !== 1n)) {
		throw invalidParameters("blob transaction: unknown form of its wrapper");
	}
	const [blobs, commitments, proofs] = items.slice(hasVersion ? 1 : 0).map((item): Uint8Array[] => {
		if (item instanceof Uint8Array || !item.every((entry) => entry instanceof Uint8Array)) {
			throw invalidParameters("blob transaction: blobs, commitments and proofs are lists of bytes");
		}
		return item as Uint8Array[];
	});
	return { version: hasVersion ? 1 : 0, blobs: blobs!, commitments: commitments!, proofs: proofs! };
}

/** The hash by which a transaction names a blob: of its commitment, with a version byte in front (EIP-4844). */
export function versionedHash(commitment: Uint8Array): Hash {
	const hash = sha256(commitment);
	hash[0] = 1;
	return bytesToHex(hash);
}

/**
 * Whether blobs, commitments and proofs are complete and belong to the hashes of the transaction. What the proofs prove is
 * `verifyBlobs`' matter.
 *
 * @throws {RpcError} they are not
 */
export function checkSidecar(sidecar: BlobSidecar, hashes: readonly Hash[], version: 0 | 1): void {
	const { blobs, commitments, proofs } = sidecar;
	const refuse = (message: string): never => {
		throw new RpcError("serverError", `invalid blob sidecar: ${message}`);
	};
	if (sidecar.version !== version) {
		refuse(
			version === 1 ? "cell proofs are wanted since EIP-7594" : "proofs of whole blobs are wanted before EIP-7594",
		);
	}
	if (blobs.length !== hashes.length) refuse(`${blobs.length} blobs for ${hashes.length} hashes`);
	if (commitments.length !== hashes.length) refuse(`${commitments.length} commitments for ${hashes.length} hashes`);
	const wanted = hashes.length * (version === 1 ? cellsPerBlob : 1);
	if (proofs.length !== wanted) refuse(`${proofs.length} proofs instead of ${wanted}`);
	if (!blobs.every(({ length }) => length === blobSizeBytes)) refuse(`a blob does not have ${blobSizeBytes} bytes`);
	if (![...commitments, ...proofs].every(({ length }) => length === pointSizeBytes)) {
		refuse(`a commitment or proof does not have ${pointSizeBytes} bytes`);
	}
	for (const [index, hash] of hashes.entries()) {
		const found: Hex = versionedHash(commitments[index]!);
		if (found !== hash) refuse(`commitment ${index} has the hash ${found}, the transaction says ${hash}`);
	}
}
