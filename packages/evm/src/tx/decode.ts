import type { Address, Hash } from "../bytes/address.js";
import { bytesToHex } from "../bytes/hex.js";
import { bytesToBigInt } from "../bytes/integer.js";
import { decodeRlp, RlpError, type RlpItem } from "../rlp/rlp.js";
import type { Spec } from "../spec/spec.js";
import { nameRlpFault } from "./envelope.js";
import { type Field, type FieldName, fieldOf, layouts } from "./layout.js";
import type { AccessListEntry, Authorization, Transaction, TransactionType } from "./transaction.js";
import { InvalidTransactionError, type TransactionExceptionName } from "./transaction-exception.js";
import { checkType } from "./validate.js";

/** A transaction, or why bytes are none. */
export type DecodedTransaction =
	| { readonly transaction: Transaction; readonly error?: never }
	| { readonly transaction?: never; readonly error: InvalidTransactionError };

/** How strictly bytes are read. */
export interface DecodeOptions {
	/**
	 * Lets the integers of 256 bits, the signature among them, be longer in the types where go-ethereum's decoder does (0, 1
	 * and 2), so that hash and sender of such a transaction can be told. It is refused when it is validated.
	 */
	readonly wideIntegers?: boolean;
}

/**
 * Decodes a signed transaction: RLP for a legacy one, else its type byte and RLP (EIP-2718). Strict: what it accepts
 * encodes to the same bytes again. The signature is not checked.
 *
 * @param spec - when given, a type that these rules do not know is refused; otherwise all known types are decoded
 * @throws InvalidTransactionError whose `exception` says why the bytes are no transaction
 */
export function decodeTransaction(bytes: Uint8Array, spec?: Spec, { wideIntegers }: DecodeOptions = {}): Transaction {
	const type = readType(bytes);
	const payload = type === 0 ? bytes : bytes.subarray(1);
	let item: RlpItem;
	try {
		item = decodeRlp(payload);
	} catch (error) {
		if (error instanceof RlpError) refuse(nameRlpFault(payload, layouts[type]), error.shortMessage);
		throw error;
	}
	if (item instanceof Uint8Array) refuse("RLP_INVALID_HEADER", "The payload is not a list.");

	const layout = layouts[type];
	if (item.length !== layout.length) {
		requireType(type, spec);
		if (type === 3 && Array.isArray(item[0])) refuse("TYPE_3_TX_WITH_FULL_BLOBS");
		const name = item.length < layout.length ? "RLP_TOO_FEW_ELEMENTS" : "RLP_TOO_MANY_ELEMENTS";
		refuse(name, `${item.length} fields instead of ${layout.length}.`);
	}
	const values = item;
	layout.forEach((name, index) => {
		requireShape(values[index]!, name);
	});
	requireType(type, spec);
	const isWide = wideIntegers === true && type <= 2;
	layout.forEach((name, index) => {
		if (!isWide || fieldOf(name).maxSizeBytes !== 32) requireWidth(values[index]!, name);
	});
	return buildTransaction(type, new FieldReader(layout, values));
}

/** Like `decodeTransaction`, but answers a refusal as a value. */
export function tryDecodeTransaction(bytes: Uint8Array, spec?: Spec, options?: DecodeOptions): DecodedTransaction {
	try {
		return { transaction: decodeTransaction(bytes, spec, options) };
	} catch (error) {
		if (error instanceof InvalidTransactionError) return { error };
		throw error;
	}
}

function refuse(name: TransactionExceptionName, details?: string): never {
	throw new InvalidTransactionError(`TransactionException.${name}`, details);
}

/** EIP-2718: a first byte of 0xc0 or more begins a legacy transaction's list, one below 0x80 is a type. */
function readType(bytes: Uint8Array): TransactionType {
	const first = bytes[0];
	if (first === undefined) refuse("RLP_ERROR_EOF", "There are no bytes.");
	if (first >= 0xc0) return 0;
	if (first >= 1 && first <= 4) return first as TransactionType;
	// A string of RLP is nothing a block or a message may hold; one without its content is not even that.
	if (first >= 0x80 && bytes.length === 1 && first > 0x80) refuse("RLP_ERROR_EOF");
	refuse("TYPE_NOT_SUPPORTED", `The first byte is 0x${first.toString(16).padStart(2, "0")}.`);
}

function requireType(type: TransactionType, spec: Spec | undefined): void {
	const exception = spec === undefined ? undefined : checkType(type, spec);
	if (exception !== undefined) throw new InvalidTransactionError(exception);
}

/** Lists where lists belong, no leading zeros, addresses and hashes of their length. */
function requireShape(item: RlpItem, name: FieldName): void {
	const field = fieldOf(name);
	switch (field.kind) {
		case "integer":
			requireInteger(item, field, name);
			return;
		case "to": {
			const bytes = requireBytes(item, field.invalid, name);
			if (bytes.length === 0) return;
			if (bytes.length !== 20) refuse(bytes.length < 20 ? "ADDRESS_TOO_SHORT" : "ADDRESS_TOO_LONG");
			return;
		}
		case "bytes":
			requireBytes(item, field.invalid, name);
			return;
		case "accessList":
			for (const entry of requireList(item, field.invalid, name)) requireAccessListEntry(entry);
			return;
		case "hashes":
			for (const hash of requireList(item, field.invalid, name)) {
				const bytes = requireBytes(hash, "TYPE_3_TX_INVALID_BLOB_VERSIONED_HASH", name);
				if (bytes.length !== 32) refuse("TYPE_3_TX_INVALID_BLOB_VERSIONED_HASH", `${bytes.length} bytes long.`);
			}
			return;
		case "authorizations":
			for (const entry of requireList(item, field.invalid, name)) requireAuthorization(entry);
	}
}

function requireBytes(item: RlpItem, fault: TransactionExceptionName, name: string): Uint8Array {
	if (item instanceof Uint8Array) return item;
	refuse(fault, `${name} is a list.`);
}

function requireList(item: RlpItem, fault: TransactionExceptionName, name: string): readonly RlpItem[] {
	if (item instanceof Uint8Array) refuse(fault, `${name} is not a list.`);
	return item;
}

function requireInteger(item: RlpItem, field: Field, name: string): void {
	if (requireBytes(item, field.invalid, name)[0] === 0) refuse(field.leadingZeros, `${name} begins with a zero byte.`);
}

function requireAccessListEntry(item: RlpItem): void {
	const entry = requireList(item, "RLP_INVALID_HEADER", "An access list entry");
	if (entry.length !== 2) refuse("RLP_INVALID_HEADER", "An access list entry has not two fields.");
	const address = requireBytes(entry[0]!, "RLP_INVALID_HEADER", "An address of the access list");
	if (address.length > 20) refuse("RLP_INVALID_ACCESS_LIST_ADDRESS_TOO_LONG");
	if (address.length < 20) refuse("RLP_INVALID_ACCESS_LIST_ADDRESS_TOO_SHORT");
	for (const item of requireList(entry[1]!, "RLP_INVALID_HEADER", "A list of storage keys")) {
		const key = requireBytes(item, "RLP_INVALID_HEADER", "A storage key");
		if (key.length > 32) refuse("RLP_INVALID_ACCESS_LIST_STORAGE_TOO_LONG");
		if (key.length < 32) refuse("RLP_INVALID_ACCESS_LIST_STORAGE_TOO_SHORT");
	}
}

/** Widths of chain id, nonce, parity, r and s (EIP-7702); the address stands at index 1. */
const authorizationSizesBytes: readonly number[] = [32, 20, 8, 1, 32, 32];

function requireAuthorization(item: RlpItem): void {
	const fault = "TYPE_4_INVALID_AUTHORIZATION_FORMAT";
	const fields = requireList(item, fault, "An authorization");
	if (fields.length !== authorizationSizesBytes.length) refuse(fault, `${fields.length} fields instead of 6.`);
	fields.forEach((value, index) => {
		const bytes = requireBytes(value, fault, "A field of an authorization");
		const maxSizeBytes = authorizationSizesBytes[index]!;
		if (index === 1 ? bytes.length !== 20 : bytes.length > maxSizeBytes || bytes[0] === 0) refuse(fault);
	});
}

function requireWidth(item: RlpItem, name: FieldName): void {
	const field = fieldOf(name);
	if (field.kind === "integer" && item.length > field.maxSizeBytes) {
		refuse(field.overflow, `${name} has ${item.length} bytes, more than ${field.maxSizeBytes}.`);
	}
}

/** Reads the checked fields of a payload by name. */
class FieldReader {
	readonly #layout: readonly FieldName[];
	readonly #values: readonly RlpItem[];

	constructor(layout: readonly FieldName[], values: readonly RlpItem[]) {
		this.#layout = layout;
		this.#values = values;
	}

	bytes(name: FieldName): Uint8Array {
		return this.#values[this.#layout.indexOf(name)] as Uint8Array;
	}

	integer(name: FieldName): bigint {
		return bytesToBigInt(this.bytes(name));
	}

	list(name: FieldName): readonly RlpItem[] {
		return this.#values[this.#layout.indexOf(name)] as readonly RlpItem[];
	}
}

// Each form is written out: spreading one literal into the next takes longer than reading all fields.
function buildTransaction(type: TransactionType, reader: FieldReader): Transaction {
	const toBytes = reader.bytes("to");
	const nonce = reader.integer("nonce");
	const gasLimit = reader.integer("gasLimit");
	const to = toBytes.length === 0 ? undefined : readAddress(toBytes);
	const value = reader.integer("value");
	const data = reader.bytes("data").slice();
	const signature = { r: reader.integer("r"), s: reader.integer("s"), v: reader.integer("v") };
	if (type === 0) {
		const { v } = signature;
		// EIP-155: v = 35 or 36, plus twice the chain id.
		const chainId = v >= 35n ? (v - 35n) >> 1n : undefined;
		return { type, nonce, gasLimit, to, value, data, signature, chainId, gasPrice: reader.integer("gasPrice") };
	}
	const chainId = reader.integer("chainId");
	const accessList = readAccessList(reader.list("accessList"));
	if (type === 1) {
		const gasPrice = reader.integer("gasPrice");
		return { type, nonce, gasLimit, to, value, data, signature, chainId, accessList, gasPrice };
	}
	const feeMarket = {
		type: 2 as const,
		nonce,
		gasLimit,
		to,
		value,
		data,
		signature,
		chainId,
		accessList,
		maxFeePerGas: reader.integer("maxFeePerGas"),
		maxPriorityFeePerGas: reader.integer("maxPriorityFeePerGas"),
	};
	if (type === 2) return feeMarket;
	if (type === 3) {
		if (to === undefined) refuse("TYPE_3_TX_CONTRACT_CREATION");
		return {
			...feeMarket,
			type,
			maxFeePerBlobGas: reader.integer("maxFeePerBlobGas"),
			blobVersionedHashes: reader.list("blobVersionedHashes").map((hash): Hash => bytesToHex(hash as Uint8Array)),
		};
	}
	if (to === undefined) refuse("TYPE_4_TX_CONTRACT_CREATION");
	return { ...feeMarket, type, authorizationList: reader.list("authorizationList").map(readAuthorization) };
}

function readAddress(bytes: Uint8Array): Address {
	return bytesToHex(bytes);
}

function readAccessList(items: readonly RlpItem[]): AccessListEntry[] {
	return items.map((item) => {
		const [address, keys] = item as [Uint8Array, readonly Uint8Array[]];
		return { address: readAddress(address), storageKeys: keys.map(bytesToBigInt) };
	});
}

function readAuthorization(item: RlpItem): Authorization {
	const [chainId, address, nonce, yParity, r, s] = item as readonly [
		Uint8Array,
		Uint8Array,
		Uint8Array,
		Uint8Array,
		Uint8Array,
		Uint8Array,
	];
	return {
		chainId: bytesToBigInt(chainId),
		address: readAddress(address),
		nonce: bytesToBigInt(nonce),
		yParity: yParity[0] ?? 0,
		r: bytesToBigInt(r),
		s: bytesToBigInt(s),
	};
}
