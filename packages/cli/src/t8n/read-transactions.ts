import type { JsonFields } from "@evmore/evm/block";
import { hexToBytes, isHex } from "@evmore/evm/bytes";
import { secp256k1Library } from "@evmore/evm/crypto";
import { decodeRlp, encodeRlp, type RlpItem } from "@evmore/evm/rlp";
import { signTransaction, type Transaction, tryDecodeTransaction } from "@evmore/evm/tx";
import { describeDecodeError, payloadNames } from "./decode-error.js";
import { shortMessageOf, ToolError } from "./tool-error.js";
import { readJsonFile, readPart, stdinSelector, type ToolInput } from "./tool-input.js";
import { readTransactionJson, type TransactionInput } from "./transaction-json.js";

/** A transaction of the block that is made, or why it cannot be one. */
export type Candidate =
	| { readonly transaction: Transaction; readonly error?: never }
	| { readonly transaction?: never; readonly error: string };

/**
 * The transactions of a file: JSON, or with the ending `.rlp` a JSON text with the RLP list of signed ones in
 * hexadecimal; or those on standard input, as `txs` or as `txsRlp`.
 */
export async function readTransactions(source: string, input: ToolInput, chainId: bigint): Promise<Candidate[]> {
	if (source === stdinSelector) {
		return readTransactionMembers(await input.stdin(), chainId, "failed unmarshalling stdin");
	}
	if (source.endsWith(".rlp")) return decodeCandidates(await readRlpFile(source));
	return await input.read(source, "txs", readTransactionList).then((inputs) => signAll(inputs, chainId));
}

/** The transactions among the members of an object. */
export async function readTransactionMembers(
	parts: JsonFields,
	chainId: bigint,
	failure: string,
): Promise<Candidate[]> {
	const rlp = readPart(failure, () => parts.text("txsRlp") ?? "");
	if (rlp !== "") return decodeCandidates(parseRlpText(rlp, "txsRlp"));
	return signAll(
		readPart(failure, () => readTransactionList(parts, "txs")),
		chainId,
	);
}

/** The bytes of a file that holds RLP as a JSON text in hexadecimal. */
export async function readRlpFile(path: string): Promise<Uint8Array> {
	const text = readJsonFile(path, "txs");
	if (typeof text !== "string")
		throw new ToolError("json", `failed unmarshalling txs file: ${path} is not a JSON text`);
	return parseRlpText(text, path);
}

/** Hexadecimal, with or without 0x. */
export function parseRlpText(text: string, name: string): Uint8Array {
	const hex = text.startsWith("0x") ? text : `0x${text}`;
	if (!isHex(hex)) throw new ToolError("json", `failed unmarshalling txs: ${name} is not hexadecimal`);
	return hexToBytes(hex);
}

/** The items of an RLP list of transactions. @throws {ToolError} it is no such list */
export function splitTransactionList(rlp: Uint8Array): readonly RlpItem[] {
	let list: RlpItem;
	try {
		list = decodeRlp(rlp);
	} catch (error) {
		throw new ToolError("rlp", `unable to decode transactions from rlp data: ${shortMessageOf(error)}`);
	}
	if (list instanceof Uint8Array) {
		throw new ToolError("rlp", "unable to decode transactions from rlp data: rlp: expected input list");
	}
	return list;
}

/**
 * Decodes one transaction of a list: a legacy one is a list, a typed one a byte string (EIP-2718). Why it is none is told
 * in go-ethereum's words.
 */
export function decodeCandidate(item: RlpItem): Candidate {
	if (item instanceof Uint8Array) {
		if (item.length < 2) return { error: "typed transaction too short" };
		if (item[0]! >= 0xc0) return { error: "transaction type not supported" };
	}
	const bytes = item instanceof Uint8Array ? item : encodeRlp(item);
	const { transaction, error } = tryDecodeTransaction(bytes, undefined, { wideIntegers: true });
	return transaction === undefined ? { error: describeDecodeError(error, bytes[0] ?? 0) } : { transaction };
}

function decodeCandidates(rlp: Uint8Array): Candidate[] {
	return splitTransactionList(rlp).map(decodeCandidate);
}

function readTransactionList(parts: JsonFields, member: string): TransactionInput[] {
	return (parts.list(member) ?? []).map(readTransactionJson);
}

/** Signs what is to be signed; what can be no transaction is told apart. */
async function signAll(inputs: readonly TransactionInput[], chainId: bigint): Promise<Candidate[]> {
	if (inputs.some(({ secretKey }) => secretKey !== undefined)) await secp256k1Library.load();
	return inputs.map((input, index): Candidate => {
		const { type, to } = input.transaction;
		if ((type === 3 || type === 4) && to === undefined) {
			// The words that test fillers know from go-ethereum's blocks; its tool does not read such a transaction at all.
			return {
				error: `rlp: input string too short for common.Address, decoding into (types.${payloadNames[type]}).To`,
			};
		}
		return { transaction: sign(input, chainId, index) };
	});
}

function sign({ transaction, secretKey, isProtected }: TransactionInput, chainId: bigint, index: number): Transaction {
	if (secretKey === undefined) return transaction;
	const bound = transaction.type === 0 ? { ...transaction, chainId: isProtected ? chainId : undefined } : transaction;
	if (bound.type !== 0 && bound.chainId !== chainId) {
		throw new ToolError(
			"json",
			`tx ${index}: failed to sign tx: invalid chain id for signer: have ${bound.chainId} want ${chainId}`,
		);
	}
	try {
		return signTransaction(bound, secretKey);
	} catch (error) {
		throw new ToolError("json", `tx ${index}: failed to sign tx: ${shortMessageOf(error)}`);
	}
}
