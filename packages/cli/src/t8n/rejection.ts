import type { Address } from "@evmore/evm/bytes";
import type { Spec } from "@evmore/evm/spec";
import { unlimited } from "@evmore/evm/spec";
import {
	intrinsicGas,
	maxCost,
	maxGasPrice,
	type SenderAccount,
	type Transaction,
	type TransactionException,
} from "@evmore/evm/tx";
import { checksumAddress } from "./checksum-address.js";

/** What a transaction was refused in. */
export interface RejectionContext {
	readonly spec: Spec;
	/** Wei per gas; 0 before there was one. */
	readonly baseFee: bigint;
	/** Wei per blob gas. */
	readonly blobBaseFee: bigint;
	/** Gas the block has left. */
	readonly gasAvailable: bigint;
	/** Blob gas that the block's transactions have used. */
	readonly blobGasUsed: bigint;
	readonly sender: Address;
	readonly account: SenderAccount;
}

const maxUint64 = 2n ** 64n - 1n;
const maxUint256 = 2n ** 256n - 1n;

/**
 * Why a transaction that has a sender is refused, in go-ethereum's words, which test fillers look for. Where it has several
 * faults, the one that go-ethereum meets first.
 *
 * @param exception - the fault that was found, told when none of those that go-ethereum knows is there
 */
export function describeRejection(tx: Transaction, context: RejectionContext, exception: TransactionException): string {
	for (const fault of findFaults(tx, context)) return fault;
	return exception;
}

/** The faults in the order in which go-ethereum looks for them. */
function* findFaults(tx: Transaction, context: RejectionContext): Generator<string> {
	const { spec, gasAvailable, sender, account } = context;
	yield* findBlobSpaceFaults(tx, context);
	yield* findAccountFaults(tx, context);
	if (spec.rules.feeMarket) yield* findFeeFaults(tx, context);
	if (tx.type === 3) yield* findBlobFaults(tx, context);
	if (tx.type === 4) {
		const who = `(sender ${checksumAddress(sender)})`;
		if (tx.to === undefined) yield `EIP-7702 transaction cannot be used to create contract ${who}`;
		if (tx.authorizationList.length === 0) yield `EIP-7702 transaction with empty auth list ${who}`;
	}
	const cost = maxCost(tx, spec);
	const of = `address ${checksumAddress(sender)}`;
	if (cost > maxUint256) {
		yield `insufficient funds for gas * price + value: ${of} required balance exceeds 256 bits`;
	}
	if (account.balance < cost) {
		yield `insufficient funds for gas * price + value: ${of} have ${account.balance} want ${cost}`;
	}
	if (tx.gasLimit > gasAvailable) yield "gas limit reached";
	yield* findGasFaults(tx, spec);
}

function* findBlobSpaceFaults(tx: Transaction, { spec, blobGasUsed }: RejectionContext): Generator<string> {
	if (tx.type !== 3) return;
	const { gasPerBlob, maxBlobs } = spec.parameters;
	const used = blobGasUsed + BigInt(tx.blobVersionedHashes.length * gasPerBlob);
	const allowance = BigInt(maxBlobs * gasPerBlob);
	if (used > allowance) yield `blob gas (${used}) would exceed maximum allowance ${allowance}`;
}

function* findAccountFaults(tx: Transaction, { spec, sender, account }: RejectionContext): Generator<string> {
	const of = `address ${checksumAddress(sender)}`;
	const { maxTransactionGas } = spec.parameters;
	if (tx.nonce < account.nonce) yield `nonce too low: ${of}, tx: ${tx.nonce} state: ${account.nonce}`;
	if (tx.nonce > account.nonce) yield `nonce too high: ${of}, tx: ${tx.nonce} state: ${account.nonce}`;
	if (tx.nonce >= maxUint64) yield `nonce has max value: ${of}, nonce: ${account.nonce}`;
	if (maxTransactionGas !== unlimited && tx.gasLimit > BigInt(maxTransactionGas)) {
		yield `transaction gas limit too high (cap: ${maxTransactionGas}, tx: ${tx.gasLimit})`;
	}
	const { code } = account;
	const delegates =
		spec.rules.delegations && code.length === 23 && code[0] === 0xef && code[1] === 0x01 && code[2] === 0;
	if (code.length > 0 && !delegates) yield `sender not an eoa: ${of}, len(code): ${code.length}`;
}

function* findFeeFaults(tx: Transaction, { baseFee, sender }: RejectionContext): Generator<string> {
	const of = `address ${checksumAddress(sender)}`;
	const feeCap = maxGasPrice(tx);
	const tip = tx.type === 0 || tx.type === 1 ? feeCap : tx.maxPriorityFeePerGas;
	if (feeCap > maxUint256) {
		yield `max fee per gas higher than 2^256-1: ${of}, maxFeePerGas bit length: ${bitLength(feeCap)}`;
	}
	if (tip > maxUint256) {
		yield `max priority fee per gas higher than 2^256-1: ${of}, maxPriorityFeePerGas bit length: ${bitLength(tip)}`;
	}
	if (feeCap < tip) {
		yield `max priority fee per gas higher than max fee per gas: ${of}, maxPriorityFeePerGas: ${tip}, maxFeePerGas: ${feeCap}`;
	}
	if (feeCap < baseFee) {
		yield `max fee per gas less than block base fee: ${of}, maxFeePerGas: ${feeCap}, baseFee: ${baseFee}`;
	}
}

function* findBlobFaults(
	tx: Extract<Transaction, { type: 3 }>,
	{ spec, sender, blobBaseFee }: RejectionContext,
): Generator<string> {
	const { maxBlobsPerTransaction } = spec.parameters;
	const hashes = tx.blobVersionedHashes;
	if (tx.to === undefined) yield "blob transaction of type create";
	if (hashes.length === 0) yield "blob transaction missing blob hashes";
	if (maxBlobsPerTransaction > 0 && hashes.length > maxBlobsPerTransaction) {
		yield `blob transaction has too many blobs (max ${maxBlobsPerTransaction}, tx: ${hashes.length})`;
	}
	// The first byte is the version of the commitment (EIP-4844).
	const wrong = hashes.findIndex((hash) => !hash.startsWith("0x01"));
	if (wrong >= 0) yield `blob ${wrong} has invalid hash version`;
	if (tx.maxFeePerBlobGas < blobBaseFee) {
		const fees = `blobGasFeeCap: ${tx.maxFeePerBlobGas}, blobBaseFee: ${blobBaseFee}`;
		yield `max fee per blob gas less than block blob gas fee: address ${checksumAddress(sender)} ${fees}`;
	}
}

function* findGasFaults(tx: Transaction, spec: Spec): Generator<string> {
	const { intrinsic, floor } = intrinsicGas(tx, spec);
	if (tx.gasLimit < intrinsic) yield `intrinsic gas too low: have ${tx.gasLimit}, want ${intrinsic}`;
	if (tx.gasLimit < floor) yield `insufficient gas for floor data gas cost: have ${tx.gasLimit}, want ${floor}`;
	const { maxInitcodeSizeBytes } = spec.parameters;
	if (spec.rules.limitInitcode && tx.to === undefined && tx.data.length > maxInitcodeSizeBytes) {
		yield `max initcode size exceeded: code size ${tx.data.length} limit ${maxInitcodeSizeBytes}`;
	}
}

function bitLength(value: bigint): number {
	return value.toString(2).length;
}
