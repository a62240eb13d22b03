import { type Address, bytesToHex, type Hex, hexToBytes } from "@evmore/evm";
import { encodeTransaction } from "@evmore/evm/tx";
import * as PersonalMessage from "ox/PersonalMessage";
import * as TypedData from "ox/TypedData";
import { encodeSignature } from "../../accounts/dev-accounts.js";
import { invalidParameters, RpcError } from "../../errors/rpc-error.js";
import type { DevNode } from "../../node/dev-node.js";
import { fillTransaction, sendRaw, sendRequest, sendUnsigned } from "../../node/send-transaction.js";
import { encodeSentTransaction } from "../../pool/blob-sidecar.js";
import {
	address,
	anything,
	bytes,
	type Codec,
	codec,
	invalid,
	type JsonObject,
	looseInteger,
	object,
	optional,
} from "../codec.js";
import { method, type RpcMethod } from "../method.js";
import { transactionRequest } from "../transaction-codec.js";
import { findMissingField } from "../typed-data.js";
import { findReceipt } from "./eth-transaction.js";

/** Typed data, as an object or as JSON in text. */
const typedData: Codec<JsonObject> = codec((value, place) => {
	if (typeof value !== "string") return object.decode(value, place);
	let parsed: unknown;
	try {
		parsed = JSON.parse(value);
	} catch {
		return invalid(place, "not JSON");
	}
	return object.decode(parsed, place);
});

/** Text is signed as its bytes. */
const message: Codec<Uint8Array> = codec((value, place) => {
	if (typeof value === "string" && !/^0x/i.test(value)) return new TextEncoder().encode(value);
	return bytes.decode(value, place);
});

function signMessage(node: DevNode, of: Address, content: Uint8Array): Hex {
	const payload = PersonalMessage.getSignPayload(bytesToHex(content));
	return encodeSignature(node.accounts.sign(of, hexToBytes(payload)));
}

function signTypedData(node: DevNode, of: Address, data: JsonObject): Hex {
	let payload: Hex;
	try {
		payload = TypedData.getSignPayload(data as never);
	} catch (error) {
		// Often the encoder has stumbled over a field that is not there, and does not say which.
		const missing = findMissingField(data);
		if (missing !== undefined) throw invalidParameters(`invalid typed data: there is no ${missing}`);
		throw invalidParameters(`invalid typed data: ${error instanceof Error ? error.message.split("\n")[0] : "unknown"}`);
	}
	return encodeSignature(node.accounts.sign(of, hexToBytes(payload)));
}

/** How long a synchronous sending waits, when the request does not say. */
const defaultWaitMs = 20_000n;

/** The longest a timer can wait, 24 days: one of more milliseconds ends at once. */
const maxWaitMs = 2 ** 31 - 1;

async function waitForReceipt(node: DevNode, hash: Hex, timeoutMs: bigint): Promise<JsonObject> {
	const now = findReceipt(node, hash);
	if (now !== null) return now;
	return new Promise((resolve, reject) => {
		const timer = setTimeout(
			() => {
				stop();
				reject(new RpcError("receiptTimeout", `the transaction ${hash} was not included in time`, hash));
			},
			Math.min(Number(timeoutMs), maxWaitMs),
		);
		const stop = node.events.on("head", () => {
			const receipt = findReceipt(node, hash);
			if (receipt === null) return;
			stop();
			clearTimeout(timer);
			resolve(receipt);
		});
	});
}

export const accountMethods: readonly RpcMethod[] = [
	// Impersonated ones too, as anvil's: ethers sends only for accounts that are in this list.
	method(["eth_accounts", "eth_requestAccounts"], [], ({ node: { accounts } }) => [
		...new Set([...accounts.addresses, ...accounts.impersonated]),
	]),
	method("eth_coinbase", [], ({ node }) => node.miner.settings.coinbase),
	method("eth_sign", [address, message], ({ node }, of, content) => signMessage(node, of, content)),
	method("personal_sign", [message, address, optional(anything)], ({ node }, content, of) =>
		signMessage(node, of, content),
	),
	method(
		["eth_signTypedData_v4", "eth_signTypedData", "eth_signTypedData_v3"],
		[address, typedData],
		({ node }, of, data) => signTypedData(node, of, data),
	),
	method("eth_signTransaction", [transactionRequest], async ({ node }, request) => {
		const sender = request.from;
		if (sender === undefined) throw invalidParameters('missing "from"');
		node.accounts.requireKey(sender);
		const { transaction, sidecar } = await fillTransaction(node, request, sender, true);
		const body = encodeTransaction(node.accounts.signWithKey(sender, transaction));
		return bytesToHex(sidecar === undefined ? body : encodeSentTransaction(body, sidecar));
	}),
	method("eth_sendTransaction", [transactionRequest], ({ node }, request) => sendRequest(node, request)),
	method("eth_sendUnsignedTransaction", [transactionRequest], ({ node }, request) => sendUnsigned(node, request)),
	method(
		"eth_sendTransactionSync",
		[transactionRequest, optional(looseInteger, defaultWaitMs)],
		async ({ node }, request, wait) => waitForReceipt(node, await sendRequest(node, request), wait),
	),
	method("eth_sendRawTransaction", [bytes], ({ node }, raw) => sendRaw(node, raw)),
	method("eth_sendRawTransactionSync", [bytes, optional(looseInteger, defaultWaitMs)], async ({ node }, raw, wait) =>
		waitForReceipt(node, await sendRaw(node, raw), wait),
	),
];
