import type { Address, Hash } from "../bytes/address.js";
import { bytesToHex, type Hex, hexToBytes } from "../bytes/hex.js";
import { bigIntToMinimalBytes, bytesToBigInt } from "../bytes/integer.js";
import { keccak256 } from "../crypto/keccak256.js";
import { BaseError } from "../errors/base-error.js";
import { decodeRlp, encodeRlp, type RlpItem } from "../rlp/rlp.js";

/**
 * A block header (Yellow Paper 4.3). The fields that later forks appended are undefined before them; one that is
 * present has all before it.
 */
export interface BlockHeader {
	readonly parentHash: Hash;
	readonly ommersHash: Hash;
	/** Who gets fees and rewards. */
	readonly coinbase: Address;
	readonly stateRoot: Hash;
	readonly transactionsRoot: Hash;
	readonly receiptsRoot: Hash;
	/** 256 bytes. */
	readonly logsBloom: Uint8Array;
	/** 0 since proof of stake. */
	readonly difficulty: bigint;
	readonly number: bigint;
	readonly gasLimit: bigint;
	readonly gasUsed: bigint;
	/** Seconds since 1970. */
	readonly timestamp: bigint;
	readonly extraData: Uint8Array;
	/** Part of the proof of work; since proof of stake the beacon chain's randomness (EIP-4399). */
	readonly mixHash: Hash;
	/** 8 bytes of the proof of work. */
	readonly nonce: Hex;
	/** Wei per gas (EIP-1559). */
	readonly baseFee?: bigint | undefined;
	/** EIP-4895. */
	readonly withdrawalsRoot?: Hash | undefined;
	/** EIP-4844. */
	readonly blobGasUsed?: bigint | undefined;
	/** EIP-4844. */
	readonly excessBlobGas?: bigint | undefined;
	/** EIP-4788. */
	readonly parentBeaconBlockRoot?: Hash | undefined;
	/** EIP-7685. */
	readonly requestsHash?: Hash | undefined;
}

/** Bytes that are no block header, or a header whose fields leave a gap. */
export class InvalidHeaderError extends BaseError {
	/** Whether the fault is in the fields that later forks appended: perhaps one of them is missing. */
	readonly inLateFields: boolean;

	constructor(message: string, inLateFields = false) {
		super(message);
		this.inLateFields = inLateFields;
	}
}

type HeaderField = keyof BlockHeader;

/** How a field is encoded: bytes of a fixed size as hex, an integer of at most so many bytes, or plain bytes. */
type FieldForm =
	| { readonly kind: "hex"; readonly sizeBytes: number }
	| { readonly kind: "integer"; readonly maxSizeBytes: number }
	| { readonly kind: "bytes"; readonly sizeBytes: number | undefined };

const hash: FieldForm = { kind: "hex", sizeBytes: 32 };
const uint64: FieldForm = { kind: "integer", maxSizeBytes: 8 };
const uint256: FieldForm = { kind: "integer", maxSizeBytes: 32 };

/** The fields in their encoded order. */
const layout: readonly (readonly [HeaderField, FieldForm])[] = [
	["parentHash", hash],
	["ommersHash", hash],
	["coinbase", { kind: "hex", sizeBytes: 20 }],
	["stateRoot", hash],
	["transactionsRoot", hash],
	["receiptsRoot", hash],
	["logsBloom", { kind: "bytes", sizeBytes: 256 }],
	["difficulty", uint256],
	["number", uint64],
	["gasLimit", uint64],
	["gasUsed", uint64],
	["timestamp", uint64],
	["extraData", { kind: "bytes", sizeBytes: undefined }],
	["mixHash", hash],
	["nonce", { kind: "hex", sizeBytes: 8 }],
	["baseFee", uint256],
	["withdrawalsRoot", hash],
	["blobGasUsed", uint64],
	["excessBlobGas", uint64],
	["parentBeaconBlockRoot", hash],
	["requestsHash", hash],
];

/** How many of them every header has. */
const requiredFields = 15;

/**
 * The fields of a header as an RLP list, for use within a block.
 *
 * @throws {InvalidHeaderError} an optional field is there, but one before it is not
 */
export function headerToRlp(header: BlockHeader): RlpItem {
	const items: RlpItem[] = [];
	for (let i = 0; i < layout.length; i++) {
		const [name, form] = layout[i]!;
		const value = header[name];
		if (value === undefined) continue;
		if (items.length !== i) throw new InvalidHeaderError(`The header has ${name}, but not what comes before it`);
		items.push(encodeField(value, form));
	}
	return items;
}

/** The canonical bytes of a header. */
export function encodeHeader(header: BlockHeader): Uint8Array {
	return encodeRlp(headerToRlp(header));
}

/** The hash by which the block is known: keccak256 of the header's bytes. */
export function hashHeader(header: BlockHeader): Hash {
	return bytesToHex(keccak256(encodeHeader(header)));
}

/**
 * Decodes a header.
 *
 * @throws {RlpError} the bytes are no canonical RLP
 * @throws {InvalidHeaderError} they are, but no header
 */
export function decodeHeader(bytes: Uint8Array): BlockHeader {
	return headerFromRlp(decodeRlp(bytes));
}

/**
 * A header from the decoded RLP of one, as it stands within a block.
 *
 * @throws {InvalidHeaderError} the number, kind or size of fields is wrong
 */
export function headerFromRlp(item: RlpItem): BlockHeader {
	if (item instanceof Uint8Array) throw new InvalidHeaderError("A header is a list");
	if (item.length < requiredFields || item.length > layout.length) {
		throw new InvalidHeaderError(`A header has ${requiredFields} to ${layout.length} fields, not ${item.length}`);
	}
	const fields: Partial<Record<HeaderField, bigint | Hex | Uint8Array>> = {};
	for (const [index, value] of item.entries()) {
		const [name, form] = layout[index]!;
		fields[name] = decodeField(value, form, (fault) => {
			throw new InvalidHeaderError(`${name} ${fault}`, index >= requiredFields);
		});
	}
	// Every required field was set above, each in the form that the layout gives it.
	return fields as unknown as BlockHeader;
}

function encodeField(value: bigint | string | Uint8Array, form: FieldForm): Uint8Array {
	if (typeof value === "bigint") return bigIntToMinimalBytes(value);
	if (typeof value === "string") return hexToBytes(value);
	if (form.kind === "bytes" && form.sizeBytes !== undefined && value.length !== form.sizeBytes) {
		throw new InvalidHeaderError(`A field of ${form.sizeBytes} bytes has ${value.length}`);
	}
	return value;
}

function decodeField(item: RlpItem, form: FieldForm, refuse: (fault: string) => never): bigint | Hex | Uint8Array {
	if (!(item instanceof Uint8Array)) return refuse("is a list");
	const size = item.length;
	if (form.kind === "integer") {
		if (size > form.maxSizeBytes) refuse(`has ${size} bytes, above ${form.maxSizeBytes}`);
		if (item[0] === 0) refuse("begins with a zero byte");
		return bytesToBigInt(item);
	}
	if (form.sizeBytes !== undefined && size !== form.sizeBytes) refuse(`has ${size} bytes instead of ${form.sizeBytes}`);
	return form.kind === "hex" ? bytesToHex(item) : item.slice();
}
