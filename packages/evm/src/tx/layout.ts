import type { TransactionType } from "./transaction.js";
import type { TransactionExceptionName } from "./transaction-exception.js";

/** What stands in a field of an encoded transaction. */
export type FieldKind = "integer" | "to" | "bytes" | "accessList" | "hashes" | "authorizations";

/** A field of an encoded transaction and the names of its faults. */
export interface Field {
	readonly kind: FieldKind;
	/** Of an integer: the most it may have. */
	readonly maxSizeBytes: number;
	/** A list where bytes belong, or the other way round. */
	readonly invalid: TransactionExceptionName;
	readonly leadingZeros: TransactionExceptionName;
	/** An integer of too many bytes. */
	readonly overflow: TransactionExceptionName;
	/** Its RLP length is not the shortest form. */
	readonly size: TransactionExceptionName;
}

function field(kind: FieldKind, maxSizeBytes: number, faults: Partial<Omit<Field, "kind" | "maxSizeBytes">>): Field {
	return {
		kind,
		maxSizeBytes,
		invalid: "RLP_INVALID_HEADER",
		leadingZeros: "RLP_INVALID_HEADER",
		overflow: "RLP_INVALID_HEADER",
		size: "RLP_ERROR_SIZE_LEADING_ZEROS",
		...faults,
	};
}

export type FieldName =
	| "chainId"
	| "nonce"
	| "gasPrice"
	| "maxPriorityFeePerGas"
	| "maxFeePerGas"
	| "gasLimit"
	| "to"
	| "value"
	| "data"
	| "accessList"
	| "maxFeePerBlobGas"
	| "blobVersionedHashes"
	| "authorizationList"
	| "v"
	| "r"
	| "s";

const fields: Readonly<Record<FieldName, Field>> = {
	chainId: field("integer", 32, { overflow: "INVALID_CHAINID" }),
	nonce: field("integer", 8, {
		invalid: "RLP_INVALID_NONCE",
		leadingZeros: "RLP_LEADING_ZEROS_NONCE",
		overflow: "NONCE_OVERFLOW",
		size: "RLP_LEADING_ZEROS_NONCE_SIZE",
	}),
	gasPrice: field("integer", 32, { leadingZeros: "RLP_LEADING_ZEROS_GASPRICE", overflow: "GASPRICE_OVERFLOW" }),
	maxPriorityFeePerGas: field("integer", 32, {
		leadingZeros: "RLP_LEADING_ZEROS_PRIORITY_FEE",
		overflow: "PRIORITY_OVERFLOW",
	}),
	maxFeePerGas: field("integer", 32, { leadingZeros: "RLP_LEADING_ZEROS_BASEFEE", overflow: "GASPRICE_OVERFLOW" }),
	gasLimit: field("integer", 8, {
		invalid: "RLP_INVALID_GASLIMIT",
		leadingZeros: "RLP_LEADING_ZEROS_GASLIMIT",
		overflow: "GASLIMIT_OVERFLOW",
	}),
	to: field("to", 20, { invalid: "RLP_INVALID_TO" }),
	value: field("integer", 32, {
		invalid: "RLP_INVALID_VALUE",
		leadingZeros: "RLP_LEADING_ZEROS_VALUE",
		overflow: "VALUE_OVERFLOW",
	}),
	data: field("bytes", 0, { invalid: "RLP_INVALID_DATA", size: "RLP_LEADING_ZEROS_DATA_SIZE" }),
	accessList: field("accessList", 0, {}),
	maxFeePerBlobGas: field("integer", 32, { overflow: "GASPRICE_OVERFLOW" }),
	blobVersionedHashes: field("hashes", 0, {}),
	authorizationList: field("authorizations", 0, { invalid: "TYPE_4_INVALID_AUTHORIZATION_FORMAT" }),
	v: field("integer", 32, { leadingZeros: "RLP_LEADING_ZEROS_V", overflow: "INVALID_SIGNATURE_VRS" }),
	r: field("integer", 32, {
		invalid: "RLP_INVALID_SIGNATURE_R",
		leadingZeros: "RLP_LEADING_ZEROS_R",
		overflow: "INVALID_SIGNATURE_VRS",
	}),
	s: field("integer", 32, {
		invalid: "RLP_INVALID_SIGNATURE_S",
		leadingZeros: "RLP_LEADING_ZEROS_S",
		overflow: "INVALID_SIGNATURE_VRS",
	}),
};

/** The field of a name. */
export function fieldOf(name: FieldName): Field {
	return fields[name];
}

const feeMarket = [
	"chainId",
	"nonce",
	"maxPriorityFeePerGas",
	"maxFeePerGas",
	"gasLimit",
	"to",
	"value",
	"data",
] as const;

/** The fields of each type in their encoded order (Yellow Paper 4.2; EIPs 2930, 1559, 4844, 7702). */
export const layouts: Readonly<Record<TransactionType, readonly FieldName[]>> = {
	0: ["nonce", "gasPrice", "gasLimit", "to", "value", "data", "v", "r", "s"],
	1: ["chainId", "nonce", "gasPrice", "gasLimit", "to", "value", "data", "accessList", "v", "r", "s"],
	2: [...feeMarket, "accessList", "v", "r", "s"],
	3: [...feeMarket, "accessList", "maxFeePerBlobGas", "blobVersionedHashes", "v", "r", "s"],
	4: [...feeMarket, "accessList", "authorizationList", "v", "r", "s"],
};
