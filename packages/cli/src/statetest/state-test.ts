import { type Address, type Hash, hexToBytes, parseAddress } from "@evmore/evm/bytes";
import { privateKeyToAddress } from "@evmore/evm/crypto";
import type { Authorization, Transaction } from "@evmore/evm/tx";

/** A state test as test suites hold it (https://eest.ethereum.org/main/running_tests/test_formats/state_test/). */
export interface StateTest {
	readonly env: Readonly<Record<string, string>>;
	readonly pre: Readonly<Record<string, AccountJson>>;
	readonly transaction: TransactionJson;
	readonly post: Readonly<Record<string, readonly CaseJson[]>>;
	readonly config?: {
		readonly chainid?: string;
		readonly blobSchedule?: Readonly<Record<string, BlobScheduleJson>>;
	};
}

export interface BlobScheduleJson {
	readonly target: string;
	readonly max: string;
	readonly baseFeeUpdateFraction: string;
}

export interface AccountJson {
	readonly nonce?: string;
	readonly balance?: string;
	readonly code?: string;
	readonly storage?: Readonly<Record<string, string>>;
}

export interface TransactionJson {
	readonly data: readonly string[];
	readonly gasLimit: readonly string[];
	readonly value: readonly string[];
	readonly nonce: string;
	readonly to?: string;
	readonly sender?: string;
	readonly secretKey?: string;
	readonly gasPrice?: string;
	readonly maxFeePerGas?: string;
	readonly maxPriorityFeePerGas?: string;
	readonly maxFeePerBlobGas?: string;
	readonly blobVersionedHashes?: readonly string[];
	readonly accessLists?: readonly (readonly AccessListEntryJson[] | null)[];
	readonly authorizationList?: readonly AuthorizationJson[];
}

interface AccessListEntryJson {
	readonly address: string;
	readonly storageKeys: readonly string[];
}

interface AuthorizationJson {
	readonly chainId: string;
	readonly address: string;
	readonly nonce: string;
	readonly v?: string;
	readonly yParity?: string;
	readonly r: string;
	readonly s: string;
}

/** One case: which data, gas limit and value, and what must come of it. */
export interface CaseJson {
	readonly indexes: { readonly data: number; readonly gas: number; readonly value: number };
	readonly hash: string;
	readonly logs: string;
	readonly txbytes?: string;
	readonly expectException?: string;
}

/** A number in hex or decimal, "" and "0x" being 0; some suites mark large ones `0x:bigint 0x…`. */
export function parseNumber(text: string): bigint {
	const digits = text.startsWith("0x:bigint ") ? text.slice("0x:bigint ".length) : text;
	return digits === "" || digits === "0x" ? 0n : BigInt(digits);
}

/** A storage slot or value in hex, with or without 0x. */
export function parseSlot(text: string): bigint {
	return parseNumber(/^[0-9a-f]+$/i.test(text) ? `0x${text}` : text);
}

/** A hash with or without 0x, in any case. */
export function parseHash(text: string): Hash {
	const digits = text.toLowerCase();
	return digits.startsWith("0x") ? (digits as Hash) : `0x${digits}`;
}

/** Bytes in hex, with or without 0x. */
export function parseBytes(text: string): Uint8Array {
	return hexToBytes(text.startsWith("0x") ? text : `0x${text}`);
}

/** An address with or without 0x. */
export function parseTestAddress(text: string): Address {
	return parseAddress(text.startsWith("0x") ? text : `0x${text}`);
}

/** The transaction's type, by the fields that are there. */
function transactionType(json: TransactionJson, accessList: unknown): 0 | 1 | 2 | 3 | 4 {
	if (json.authorizationList !== undefined) return 4;
	if (json.maxFeePerBlobGas !== undefined || json.blobVersionedHashes !== undefined) return 3;
	if (json.maxFeePerGas !== undefined) return 2;
	return accessList === undefined ? 0 : 1;
}

/** The transaction of one case, unsigned. */
export function readTransaction(json: TransactionJson, { indexes }: CaseJson, chainId: bigint): Transaction {
	const list = json.accessLists?.[indexes.data] ?? undefined;
	const type = transactionType(json, list);
	const fields = {
		nonce: parseNumber(json.nonce),
		gasLimit: parseNumber(json.gasLimit[indexes.gas]!),
		to: json.to === undefined || json.to === "" ? undefined : parseTestAddress(json.to),
		value: parseNumber(json.value[indexes.value]!),
		data: parseBytes(json.data[indexes.data]!),
		signature: undefined,
	};
	if (type === 0) return { type, chainId: undefined, gasPrice: parseNumber(json.gasPrice ?? "0x0"), ...fields };
	const typed = {
		chainId,
		accessList: (list ?? []).map(({ address, storageKeys }) => ({
			address: parseTestAddress(address),
			storageKeys: storageKeys.map(parseNumber),
		})),
	};
	if (type === 1) return { type, gasPrice: parseNumber(json.gasPrice ?? "0x0"), ...fields, ...typed };
	const fees = {
		maxFeePerGas: parseNumber(json.maxFeePerGas ?? json.gasPrice ?? "0x0"),
		maxPriorityFeePerGas: parseNumber(json.maxPriorityFeePerGas ?? json.gasPrice ?? "0x0"),
	};
	if (type === 2) return { type, ...fields, ...typed, ...fees };
	if (type === 4) {
		const authorizationList = (json.authorizationList ?? []).map(readAuthorization);
		return { type, ...fields, ...typed, ...fees, authorizationList };
	}
	const blobVersionedHashes = (json.blobVersionedHashes ?? []) as readonly Hash[];
	const maxFeePerBlobGas = parseNumber(json.maxFeePerBlobGas ?? "0x0");
	return { type, ...fields, ...typed, ...fees, blobVersionedHashes, maxFeePerBlobGas };
}

function readAuthorization(json: AuthorizationJson): Authorization {
	return {
		chainId: parseNumber(json.chainId),
		address: parseTestAddress(json.address),
		nonce: parseNumber(json.nonce),
		yParity: Number(parseNumber(json.yParity ?? json.v ?? "0x0")),
		r: parseNumber(json.r),
		s: parseNumber(json.s),
	};
}

const senders = new Map<string, Address>();

/** Who sends: named, or known by the secret key. */
export function readSender(json: TransactionJson): Address {
	if (json.sender !== undefined) return parseTestAddress(json.sender);
	const key = json.secretKey ?? "";
	let sender = senders.get(key);
	if (sender === undefined) {
		sender = privateKeyToAddress(parseBytes(key));
		senders.set(key, sender);
	}
	return sender;
}
