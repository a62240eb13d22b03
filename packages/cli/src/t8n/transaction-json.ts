import type { JsonFields } from "@evmore/evm/block";
import type { Address, Hash } from "@evmore/evm/bytes";
import type { Authorization, Transaction, TransactionType } from "@evmore/evm/tx";
import { InputError } from "../errors.js";
import { requireField } from "./environment.js";

/** A transaction as a tool reads it: signed, or with the key to sign it with. */
export interface TransactionInput {
	readonly transaction: Transaction;
	/** 32 bytes; undefined: it is signed. */
	readonly secretKey: Uint8Array | undefined;
	/** Whether a signature that is made is to be good for one chain only (EIP-155). */
	readonly isProtected: boolean;
}

/** Integers of 256 bits. */
const wordBytes = 32;

/** Reads a transaction as JSON-RPC shows it, perhaps with `secretKey` and `protected`. */
export function readTransactionJson(json: JsonFields): TransactionInput {
	const signature = {
		r: json.integer("r", wordBytes) ?? 0n,
		s: json.integer("s", wordBytes) ?? 0n,
		v: json.integer("v", wordBytes) ?? json.integer("yParity", 1) ?? 0n,
	};
	const isSigned = signature.r !== 0n || signature.s !== 0n || signature.v !== 0n;
	const secretKey = json.has("secretKey") ? json.bytes("secretKey") : undefined;
	return {
		transaction: { ...readFields(json, signature.v), signature },
		secretKey: isSigned ? undefined : secretKey,
		isProtected: json.boolean("protected") ?? true,
	};
}

function readFields(json: JsonFields, v: bigint): Transaction {
	const type = readType(json);
	const common = {
		nonce: requireField(json.integer("nonce", 8), "nonce"),
		gasLimit: requireField(json.integer("gas", 8) ?? json.integer("gasLimit", 8), "gas"),
		to: json.address("to"),
		value: requireField(json.integer("value", wordBytes), "value"),
		data: json.bytes(json.has("input") ? "input" : "data"),
		signature: undefined,
	};
	if (type === 0) {
		// EIP-155: the signature names the chain.
		const chainId = v >= 35n ? (v - 35n) >> 1n : undefined;
		return { type, ...common, chainId, gasPrice: requireField(json.integer("gasPrice", wordBytes), "gasPrice") };
	}
	const typed = {
		...common,
		chainId: requireField(json.integer("chainId", wordBytes), "chainId"),
		accessList: (json.list("accessList") ?? []).map((entry) => ({
			address: requireField(entry.address("address"), "accessList.address"),
			storageKeys: (entry.texts("storageKeys") ?? []).map(readStorageKey),
		})),
	};
	if (type === 1) {
		return { type, ...typed, gasPrice: requireField(json.integer("gasPrice", wordBytes), "gasPrice") };
	}
	const feeMarket = {
		...typed,
		maxFeePerGas: requireField(json.integer("maxFeePerGas", wordBytes), "maxFeePerGas"),
		maxPriorityFeePerGas: requireField(json.integer("maxPriorityFeePerGas", wordBytes), "maxPriorityFeePerGas"),
	};
	if (type === 2) return { type, ...feeMarket };
	if (type === 3) {
		return {
			type,
			...feeMarket,
			maxFeePerBlobGas: requireField(json.integer("maxFeePerBlobGas", wordBytes), "maxFeePerBlobGas"),
			blobVersionedHashes: requireField(json.texts("blobVersionedHashes"), "blobVersionedHashes").map(readBlobHash),
		};
	}
	const authorizationList = requireField(json.list("authorizationList"), "authorizationList").map(readAuthorization);
	return { type, ...feeMarket, authorizationList };
}

/** What the type is called, or what the fields that are there tell of it. */
function readType(json: JsonFields): TransactionType {
	const type = json.integer("type", 8);
	if (type !== undefined && type > 4n) throw new InputError(`transaction type not supported: ${type}`);
	if (type !== undefined) return Number(type) as TransactionType;
	if (json.has("authorizationList")) return 4;
	if (json.has("maxFeePerBlobGas") || json.has("blobVersionedHashes")) return 3;
	if (json.has("maxFeePerGas")) return 2;
	return json.has("accessList") ? 1 : 0;
}

function readAuthorization(json: JsonFields): Authorization {
	const yParity = requireField(json.integer("yParity", 1) ?? json.integer("v", 1), "authorizationList.yParity");
	const address: Address = requireField(json.address("address"), "authorizationList.address");
	return {
		chainId: requireField(json.integer("chainId", wordBytes), "authorizationList.chainId"),
		address,
		nonce: requireField(json.integer("nonce", 8), "authorizationList.nonce"),
		yParity: Number(yParity),
		r: requireField(json.integer("r", wordBytes), "authorizationList.r"),
		s: requireField(json.integer("s", wordBytes), "authorizationList.s"),
	};
}

function readStorageKey(text: string): bigint {
	if (!/^0x[0-9a-f]{1,64}$/i.test(text)) throw new InputError(`not a storage key: ${text.slice(0, 80)}`);
	return BigInt(text);
}

function readBlobHash(text: string): Hash {
	if (!/^0x[0-9a-f]{64}$/i.test(text)) throw new InputError(`not a versioned hash of 32 bytes: ${text.slice(0, 80)}`);
	return text.toLowerCase() as Hash;
}
