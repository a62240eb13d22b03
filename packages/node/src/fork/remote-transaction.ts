import type { Address, Hash } from "@evmore/evm";
import { bytesToHex } from "@evmore/evm/bytes";
import { keccak256 } from "@evmore/evm/crypto";
import { type AccessListEntry, type Authorization, encodeTransaction, type Transaction } from "@evmore/evm/tx";
import { remoteFailure } from "./remote-error.js";
import { readAddress, readBytes, readHash, readList, readObject, readUint64, readWord } from "./remote-values.js";

/** A transaction of a remote node's block. */
export interface RemoteTransaction {
	readonly transaction: Transaction;
	/** Its encoding (EIP-2718). */
	readonly bytes: Uint8Array;
	readonly hash: Hash;
	/** Who sent it; undefined: who signed it. */
	readonly sender: Address | undefined;
}

const method = "eth_getBlockByNumber";

/**
 * Reads a transaction of a block as a remote node describes it.
 *
 * @throws {RpcError} it is of a form that is not known here, or is signed and has not the hash that the node tells
 */
export function readRemoteTransaction(value: unknown): RemoteTransaction {
	const given = readObject(method, value);
	const hash = readHash(method, given.hash, "hash");
	const place = `${method}: transaction ${hash}`;
	const transaction = readFields(place, given);
	const bytes = encodeTransaction(transaction);
	const isSigned = transaction.signature!.r > 0n;
	// Development nodes have transactions that nobody signed, and give them hashes of their own.
	if (!isSigned) return { transaction, bytes, hash, sender: readAddress(`${place}: "from"`, given.from) };
	if (bytesToHex(keccak256(bytes)) !== hash) throw remoteFailure(place, "its fields do not give its hash");
	return { transaction, bytes, hash, sender: undefined };
}

function readFields(place: string, given: Readonly<Record<string, unknown>>): Transaction {
	const word = (name: string): bigint => readWord(`${place}: "${name}"`, given[name]);
	const has = (name: string): boolean => given[name] !== undefined && given[name] !== null;
	const to: Address | undefined = has("to") ? readAddress(`${place}: "to"`, given.to) : undefined;
	const type = has("type") ? Number(word("type")) : 0;
	const common = {
		nonce: word("nonce"),
		gasLimit: readUint64(`${place}: "gas"`, given.gas),
		to,
		value: word("value"),
		data: readBytes(`${place}: "input"`, given.input),
		// Nodes of old tell the parity of the newer forms as "v" alone.
		signature: { r: word("r"), s: word("s"), v: type > 0 && has("yParity") ? word("yParity") : word("v") },
	};
	if (type === 0) {
		const chainId = has("chainId") ? word("chainId") : chainIdOf(common.signature.v);
		return { ...common, type, chainId, gasPrice: word("gasPrice") };
	}
	const typed = {
		...common,
		chainId: word("chainId"),
		accessList: readList(place, given.accessList).map((entry) => readAccess(place, entry)),
	};
	if (type === 1) return { ...typed, type, gasPrice: word("gasPrice") };
	const feeMarket = {
		...typed,
		maxFeePerGas: word("maxFeePerGas"),
		maxPriorityFeePerGas: word("maxPriorityFeePerGas"),
	};
	if (type === 2) return { ...feeMarket, type };
	if (type === 3) {
		const hashes = readList(place, given.blobVersionedHashes);
		return {
			...feeMarket,
			type,
			maxFeePerBlobGas: word("maxFeePerBlobGas"),
			blobVersionedHashes: hashes.map((hash) => readHash(place, hash, "blobVersionedHashes")),
		};
	}
	if (type === 4) {
		const list = readList(place, given.authorizationList);
		return { ...feeMarket, type, authorizationList: list.map((entry) => readAuthorization(place, entry)) };
	}
	throw remoteFailure(place, `transactions of type ${type} are not known here`);
}

/** What a signature of EIP-155 says; undefined of an older one, which is good for every chain. */
function chainIdOf(v: bigint): bigint | undefined {
	return v >= 35n ? (v - 35n) / 2n : undefined;
}

function readAccess(place: string, value: unknown): AccessListEntry {
	const { address, storageKeys } = readObject(place, value);
	return {
		address: readAddress(place, address),
		storageKeys: readList(place, storageKeys).map((key) => readWord(place, key)),
	};
}

function readAuthorization(place: string, value: unknown): Authorization {
	const given = readObject(place, value);
	return {
		chainId: readWord(place, given.chainId),
		address: readAddress(place, given.address),
		nonce: readUint64(place, given.nonce),
		yParity: Number(readWord(place, given.yParity ?? given.v)),
		r: readWord(place, given.r),
		s: readWord(place, given.s),
	};
}
