import { type Address, type Hash, hexToBytes } from "@evmore/evm/bytes";
import { privateKeyToAddress } from "@evmore/evm/crypto";
import type { Authorization, Transaction } from "@evmore/evm/tx";
import { TestFields } from "../test-runner/test-fields.js";

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

/** The chain of a test: mainnet's where it names none. */
export function readChainId(config: StateTest["config"]): bigint {
	return config === undefined ? 1n : new TestFields(config, "config").number("chainid", 1n);
}

/** What is wanted of a case, and which of its test's data, gas limits and values it takes. */
export interface StateTestCase {
	readonly indexes: { readonly data: number; readonly gas: number; readonly value: number };
	readonly stateRoot: Hash;
	readonly logsHash: Hash;
	/** Why the transaction must be refused; undefined: it must not be. */
	readonly expectException: string | undefined;
	/** Whether the case has its transaction, signed. */
	readonly isSigned: boolean;
}

/** @throws {InputError} a field is missing or cannot be read */
export function readCase(json: TestFields): StateTestCase {
	const indexes = json.object("indexes");
	return {
		indexes: {
			data: Number(indexes.number("data")),
			gas: Number(indexes.number("gas")),
			value: Number(indexes.number("value")),
		},
		stateRoot: json.hash("hash"),
		logsHash: json.hash("logs"),
		expectException: json.text("expectException"),
		isSigned: json.has("txbytes"),
	};
}

/** The transaction's type, by the fields that are there. */
function transactionType(json: TestFields, accessList: unknown): 0 | 1 | 2 | 3 | 4 {
	if (json.has("authorizationList")) return 4;
	if (json.has("maxFeePerBlobGas") || json.has("blobVersionedHashes")) return 3;
	if (json.has("maxFeePerGas")) return 2;
	return accessList === undefined ? 0 : 1;
}

/**
 * The transaction of one case, unsigned.
 *
 * @throws {InputError} a field is missing or cannot be read
 */
export function readTransaction(
	json: TestFields,
	{ indexes }: Pick<StateTestCase, "indexes">,
	chainId: bigint,
): Transaction {
	const lists = json.has("accessLists") ? json.list("accessLists") : undefined;
	const list = lists?.has(indexes.data) ? lists.objects(indexes.data) : undefined;
	const type = transactionType(json, list);
	const gasPrice = json.number("gasPrice", 0n);
	const fields = {
		nonce: json.number("nonce"),
		gasLimit: json.list("gasLimit").number(indexes.gas),
		to: json.isEmpty("to") ? undefined : json.address("to"),
		value: json.list("value").number(indexes.value),
		data: json.list("data").bytes(indexes.data),
		signature: undefined,
	};
	if (type === 0) return { type, chainId: undefined, gasPrice, ...fields };
	const accessList = (list ?? []).map((entry) => ({
		address: entry.address("address"),
		storageKeys: entry.list("storageKeys").numbers(),
	}));
	const typed = { chainId, accessList };
	if (type === 1) return { type, gasPrice, ...fields, ...typed };
	const fees = {
		maxFeePerGas: json.number("maxFeePerGas", gasPrice),
		maxPriorityFeePerGas: json.number("maxPriorityFeePerGas", gasPrice),
	};
	if (type === 2) return { type, ...fields, ...typed, ...fees };
	if (type === 4) {
		const authorizationList = json.objects("authorizationList").map(readAuthorization);
		return { type, ...fields, ...typed, ...fees, authorizationList };
	}
	const blobVersionedHashes = json.has("blobVersionedHashes") ? json.list("blobVersionedHashes").hashes() : [];
	const maxFeePerBlobGas = json.number("maxFeePerBlobGas", 0n);
	return { type, ...fields, ...typed, ...fees, blobVersionedHashes, maxFeePerBlobGas };
}

function readAuthorization(json: TestFields): Authorization {
	return {
		chainId: json.number("chainId"),
		address: json.address("address"),
		nonce: json.number("nonce"),
		yParity: Number(json.number(json.has("yParity") ? "yParity" : "v", 0n)),
		r: json.number("r"),
		s: json.number("s"),
	};
}

const senders = new Map<string, Address>();

/**
 * Who sends: named, or known by the secret key.
 *
 * @throws {InputError} neither is there, or cannot be read
 */
export function readSender(json: TestFields): Address {
	if (json.has("sender") || !json.has("secretKey")) return json.address("sender");
	const key = json.hash("secretKey");
	let sender = senders.get(key);
	if (sender === undefined) {
		sender = privateKeyToAddress(hexToBytes(key));
		senders.set(key, sender);
	}
	return sender;
}
